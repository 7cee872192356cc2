import Prompts from "@ant-design/x/es/prompts";
import { useTexts } from "../i18n/texts";

/** Questions to ask with one press. */
export function Suggestions({ questions, onAsk }: { questions: string[]; onAsk: (question: string) => void }) {
  const t = useTexts();
  // An item of Prompts is no button: the one in its text is reached by Tab, and its press bubbles to the item.
  const items = questions.map((question, at) => ({ key: String(at), description: <button type="button">{question}</button> }));
  return (
    <Prompts
      wrap
      className="prompts"
      role="group"
      aria-label={t("chat.suggestions")}
      items={items}
      onItemClick={({ data }) => onAsk(questions[Number(data.key)] ?? "")}
    />
  );
}
