/** The shapes of the server's answers. By hand for now; they will be generated from /openapi.json. */
export interface Envelope<T> {
  code: number;
  msg: string;
  data?: T;
  detail?: { logid?: string; field?: string };
}

export interface User {
  user_id: string;
  user_name: string;
  nick_name: string;
  avatar_url: string;
  administrator: boolean;
}

export interface Session {
  user: User;
  csrf_token: string;
}

export interface Workspace {
  id: string;
  name: string;
  role_type: "owner" | "admin" | "member";
  workspace_type: "personal" | "team";
}

export interface WorkspacePage {
  workspaces: Workspace[];
  total_count: number;
}

export interface BotItem {
  id: string;
  name: string;
  description: string;
  icon_url?: string;
  is_published: boolean;
  published_at?: number;
  updated_at: number;
  owner_user_id: string;
}

export interface BotPage {
  items: BotItem[];
  total: number;
}

export interface Bot {
  bot_id: string;
  name: string;
  description: string;
  icon_url?: string;
  create_time: number;
  update_time: number;
  version: string;
  prompt_info?: { prompt?: string };
  onboarding_info?: { prologue?: string; suggested_questions?: string[] };
  model_info?: { model_id?: string; model_name?: string };
  suggest_reply_info?: { reply_mode?: "enable" | "customized" | "disable"; customized_prompt?: string };
}

export interface Model {
  model_id: string;
  name: string;
  kind: string;
  is_default: boolean;
  context_window: number;
  capabilities: string[];
}

export interface Conversation {
  id: string;
  name: string;
  created_at: number;
  updated_at: number;
  last_section_id: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  section_id?: string;
  bot_id: string;
  chat_id: string;
  role: "user" | "assistant";
  type: "question" | "answer" | "function_call" | "tool_response" | "follow_up" | "verbose" | "knowledge" | "";
  content: string;
  content_type: "text" | "object_string" | "card" | "audio";
  reasoning_content?: string;
  created_at?: number;
}

/** The message list puts its cursors beside the array. */
export interface MessageList extends Envelope<Message[]> {
  first_id: string;
  last_id: string;
  has_more: boolean;
}

export interface Usage {
  token_count: number;
  output_count: number;
  input_count: number;
}

export interface Chat {
  id: string;
  conversation_id: string;
  bot_id: string;
  section_id?: string;
  status: "created" | "in_progress" | "completed" | "failed" | "requires_action" | "canceled";
  last_error?: { code: number; msg: string };
  usage?: Usage;
}

export interface ChatRequest {
  bot_id: string;
  user_id: string;
  stream: true;
  publish_status: "unpublished_draft";
  additional_messages: { role: "user"; type: "question"; content: string; content_type: "text" }[];
}

export interface Token {
  token_id: string;
  name: string;
  permissions: string[];
  workspace_ids: string[];
  /** Unix seconds, as are the next two. */
  created_at: number;
  /** 0 = never. */
  expires_at: number;
  last_used_at: number;
}

export interface CreatedToken {
  token_id: string;
  token: string;
}

export interface PermissionGroup {
  name: string;
  permissions: { name: string; operations: string[] }[];
}
