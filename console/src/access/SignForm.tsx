import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useState } from "react";
import { asFailure } from "../data/call";
import { useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field, TextInput } from "../ui/Field";

interface Props {
  submit: string;
  /** A new password is checked for its length and offered to the password manager. */
  fresh?: boolean;
  name?: string;
  onSubmit: (name: string, password: string) => Promise<void>;
}

const MIN_PASSWORD = 8;

/** Name and password, for signing in and for the first administrator. */
export function SignForm({ submit, fresh = false, name: given = "", onSubmit }: Props) {
  const t = useTexts();
  const [name, setName] = useState(given);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const nameProblem = name.trim() === "" ? t("access.name.missing") : undefined;
  const passwordProblem =
    password === ""
      ? t("access.password.missing")
      : fresh && password.length < MIN_PASSWORD
        ? t("access.password.short")
        : undefined;
  const failure = error === undefined ? undefined : asFailure(error);
  const wrong = failure !== undefined && !fresh && (failure.status === 401 || failure.code === 4100);

  async function onSend(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nameProblem || passwordProblem || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit(name.trim(), password);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }

  return (
    <form className="sign-form" onSubmit={(event) => void onSend(event)} noValidate>
      {wrong ? (
        <p className="notice is-error" role="alert">
          {t("access.wrong")}
        </p>
      ) : (
        failure && <ErrorPanel error={failure} />
      )}
      <Field label={t("access.name")} error={tried ? nameProblem : undefined}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus={given === ""}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("access.password")}
        hint={fresh ? t("access.password.hint") : undefined}
        error={tried ? passwordProblem : undefined}
      >
        {(ids) => (
          <div className="input-with-button">
            <TextInput
              {...ids}
              autoFocus={given !== ""}
              name="password"
              type={shown ? "text" : "password"}
              autoComplete={fresh ? "new-password" : "current-password"}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <button
              type="button"
              className="icon-button icon-button-small"
              aria-label={t(shown ? "access.password.hide" : "access.password.show")}
              title={t(shown ? "access.password.hide" : "access.password.show")}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff size={16} /> : <Eye size={16} />}
            </button>
          </div>
        )}
      </Field>
      <BusyButton type="primary" htmlType="submit" size="large" block busy={busy}>
        {submit}
      </BusyButton>
    </form>
  );
}
