import { CodeXml } from "lucide-react";
import { useTexts } from "../i18n/texts";
import { Code } from "./Code";
import { Disclosure } from "./Disclosure";

/** `</>`: the call behind what is on screen, as curl. */
export function CallButton({ curl }: { curl: string }) {
  const t = useTexts();
  return (
    <Disclosure name={t("ui.call")} icon={<CodeXml size={20} />} place="menu-down menu-end panel-call">
      <strong>{t("ui.call.title")}</strong>
      <Code text={curl} what="curl" />
    </Disclosure>
  );
}
