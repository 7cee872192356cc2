import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { chooseLanguage, type Language, useLanguage, useTexts } from "../i18n/texts";
import { type Choice, choose, useChoice, useMode } from "../theme/theme";
import { Menu, type MenuItem } from "../ui/Menu";

const LANGUAGES: [Language, string][] = [
  ["zh", "中文"],
  ["en", "English"],
];

const THEMES: [Choice, typeof Sun][] = [
  ["light", Sun],
  ["dark", Moon],
  ["system", Monitor],
];

/** Language and theme. */
export function Preferences({ side = "down", align = "end" }: { side?: "up" | "down"; align?: "start" | "end" }) {
  const t = useTexts();
  const language = useLanguage();
  const choice = useChoice();
  const mode = useMode();
  const languages: MenuItem[] = LANGUAGES.map(([key, label]) => ({
    key,
    label: <span lang={key}>{label}</span>,
    checked: key === language,
    onSelect: () => void chooseLanguage(key),
  }));
  const themes: MenuItem[] = THEMES.map(([key, Icon]) => ({
    key,
    label: t(`app.theme.${key}`),
    icon: <Icon size={16} />,
    checked: key === choice,
    onSelect: () => choose(key),
  }));
  const place = { side, align } as const;
  return (
    <>
      <Menu name={t("app.language")} trigger={<Languages size={20} />} groups={[languages]} {...place} />
      <Menu name={t("app.theme")} trigger={mode === "dark" ? <Moon size={20} /> : <Sun size={20} />} groups={[themes]} {...place} />
    </>
  );
}
