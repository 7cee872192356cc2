import { Select } from "antd";
import { useEffect } from "react";
import { count, useTexts } from "../i18n/texts";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field } from "../ui/Field";
import { useModels } from "./bot.api";

interface Props {
  value: string;
  /** Takes the default over when nothing is chosen; not for a draft, which loading must never change. */
  adopt?: boolean;
  onChange: (model: string) => void;
}

/** The models that can chat. */
export function ModelSelect({ value, adopt = false, onChange }: Props) {
  const t = useTexts();
  const found = useModels();
  const models = (found.data?.models ?? []).filter((model) => !/embed|rerank|asr|tts|speech/.test(model.kind));
  const fallback = (models.find((model) => model.is_default) ?? models[0])?.model_id;
  useEffect(() => {
    if (adopt && !value && fallback) onChange(fallback);
  }, [adopt, value, fallback]);
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  const options = models.map((model) => ({
    value: model.model_id,
    label: model.is_default ? `${model.name} (${t("bot.model.default")})` : model.name,
    title: model.context_window > 0 ? `${model.name} · ${count(model.context_window)}` : model.name,
  }));
  // A model that is no longer connected stays visible by its id.
  if (value && found.isSuccess && !models.some((model) => model.model_id === value)) {
    options.unshift({ value, label: value, title: value });
  }
  return (
    <Field label={t("bot.model")} hint={found.isSuccess && models.length === 0 ? t("bot.model.none") : undefined}>
      {({ id, ...described }) => (
        <Select
          id={id}
          {...described}
          className="full"
          value={value || null}
          loading={found.isPending}
          options={options}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(model) => onChange(model ?? "")}
        />
      )}
    </Field>
  );
}
