import { Keyboard } from "lucide-react";
import { useTexts } from "../i18n/texts";
import { Disclosure } from "../ui/Disclosure";

/** `?` lists the keys. */
export function Keys() {
  const t = useTexts();
  const keys: [string, string][] = [
    ["C", t("app.keys.create")],
    ["Ctrl S", t("app.keys.save")],
    ["Enter", t("app.keys.send")],
    ["Shift Enter", t("app.keys.line")],
    ["?", t("app.keys.help")],
  ];
  return (
    <Disclosure name={t("app.keys")} icon={<Keyboard size={20} />} place="menu-up menu-start panel-keys" hotkey="?">
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
