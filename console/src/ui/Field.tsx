import { type ComponentProps, type ReactNode, useId, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { useTexts } from "../i18n/texts";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Shows "12 / 20" beside the label. */
  length?: { count: number; max: number };
  optional?: boolean;
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean }) => ReactNode;
}

/** A label, a control, and what helps with it; an error takes the hint's place. */
export function Field({ label, hint, error, length, optional = false, children }: FieldProps) {
  const t = useTexts();
  const id = useId();
  const tooLong = length !== undefined && length.count > length.max;
  const problem = error ?? (tooLong ? t("ui.tooLong", { max: length.max }) : undefined);
  const help = problem ?? hint;
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {optional && <span className="field-note">{t("ui.optional")}</span>}
        {length && <span className={tooLong ? "field-count is-error" : "field-count"}>{t("ui.of", length)}</span>}
      </div>
      {children({ id, "aria-describedby": help ? `${id}-help` : undefined, "aria-invalid": problem !== undefined })}
      {help && (
        <p id={`${id}-help`} className={problem ? "field-help is-error" : "field-help"} role={problem ? "alert" : undefined}>
          {help}
        </p>
      )}
    </div>
  );
}

export const TextInput = (props: ComponentProps<"input">) => (
  <input autoComplete="off" {...props} className={`input ${props.className ?? ""}`} />
);

/** A text area as tall as its text, between `rows` and what its class allows. */
export function TextArea({ value, ref: outer, ...props }: ComponentProps<"textarea"> & { value: string }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(outer, () => ref.current as HTMLTextAreaElement);
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [value]);
  return <textarea ref={ref} rows={3} {...props} value={value} className={`input textarea ${props.className ?? ""}`} />;
}

/** Characters as people count them: an emoji or a rare Han character is one. */
export const length = (text: string): number => [...text].length;
