import type { components, paths } from "../api/schema";

// The shapes of the server's answers, from the document that it serves (npm run types). By hand is only what that
// document leaves to each operation: the envelope, and fields beside its data.
type Schemas = components["schemas"];

export interface Envelope<T> {
  code: number;
  msg: string;
  data?: T;
  detail?: Partial<Schemas["Detail"]> & { field?: string };
}

export type User = Schemas["ConsoleUserView"];
export type Session = Schemas["SessionView"];
export type Workspace = Schemas["WorkspaceView"];
export type WorkspacePage = Schemas["WorkspacePage"];

export type BotItem = Schemas["BotItem"];
export type BotPage = Schemas["BotPage"];
export type Bot = Schemas["BotView"];
export type BotCreated = Schemas["BotCreated"];
export type BotPublished = Schemas["BotPublished"];
export type VersionPage = Schemas["VersionPage"];
export type BotCreation = Body<"/v1/bot/create">;
export type BotChange = Body<"/v1/bot/update">;
export type Model = Schemas["ModelView"];
export type Models = Schemas["Models"];

export type Conversation = Schemas["ConversationView"];
export type ConversationPage = Schemas["ConversationPage"];
export type Message = Schemas["MessageView"];
/** The message list puts its cursors beside the array. */
export type MessageList = Answer<"/v1/conversation/message/list">;
export type Usage = Schemas["Usage"];
export type Chat = Schemas["ChatView"];
export type ChatRequest = Body<"/v3/chat">;

export type Token = Schemas["TokenView"];
export type Tokens = Schemas["Tokens"];
export type TokenCreation = Body<"/pankou/v1/tokens">;
export type CreatedToken = Schemas["TokenCreated"];
export type PermissionGroup = Schemas["PermissionGroup"];
export type Permissions = Schemas["Permissions"];

export type WorkflowItem = Schemas["WorkflowBasic"];
export type WorkflowPage = Schemas["WorkflowPage"];
export type WorkflowDetail = Schemas["WorkflowDetail"];
export type WorkflowVersion = Schemas["WorkflowVersionView"];
export type WorkflowVersions = Schemas["WorkflowVersionPage"];
export type WorkflowCanvas = Schemas["CanvasView"];
export type WorkflowImported = Schemas["WorkflowImported"];
export type WorkflowExport = Schemas["WorkflowExport"];
export type Fault = Schemas["Fault"];
export type RunDetail = Schemas["RunDetail"];
export type RunLine = Schemas["RunLine"];
export type RunPage = Schemas["RunPage"];
export type RunCanvas = Schemas["RunCanvas"];
export type Traced = Schemas["Traced"];
export type InterruptData = Schemas["InterruptData"];

/** Paths that take a JSON body by POST. */
type Posted = {
  [P in keyof paths]: paths[P] extends { post: { requestBody?: { content: { "application/json": unknown } } } } ? P : never;
}[keyof paths];
type Post<P extends keyof paths> = NonNullable<paths[P]["post"]>;
type Body<P extends Posted> = NonNullable<Post<P>["requestBody"]>["content"]["application/json"];
type Answer<P extends Posted> = Post<P>["responses"][200]["content"]["application/json"];
