import { useTexts } from "../i18n/texts";
import { versionName } from "./figures";
import { useVersions } from "./workflow.api";

export const DRAFT = "draft";

/** Chooses the draft or a version. */
export function VersionSelect({ workflow, value, onChange }: { workflow: string; value: string; onChange: (version: string) => void }) {
  const t = useTexts();
  const versions = useVersions(workflow).data ?? [];
  const names = [DRAFT, ...versions.map((one) => one.version)];
  return (
    <label className="version-select">
      <span>{t("workflow.version")}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {(names.includes(value) ? names : [value, ...names]).map((name) => (
          <option key={name} value={name}>
            {versionName(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
