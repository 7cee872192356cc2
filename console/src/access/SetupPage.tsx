import { Navigate, useSearchParams } from "react-router";
import { useSession } from "../data/session";
import { useLanguage, useTexts } from "../i18n/texts";
import { setUp } from "./access.api";
import { SignForm } from "./SignForm";
import { Welcome } from "./Welcome";

export function SetupPage() {
  const t = useTexts();
  const language = useLanguage();
  const [params] = useSearchParams();
  const key = params.get("key");
  if (useSession().status === "in") return <Navigate to="/" replace />;
  return (
    <Welcome title={t("access.setup.title")} what={t("access.setup.what")}>
      {key ? (
        <SignForm
          fresh
          submit={t("access.setup.go")}
          onSubmit={(name, password) => setUp({ key, name, password, language })}
        />
      ) : (
        <p className="notice is-error" role="alert">
          {t("access.setup.noKey")}
        </p>
      )}
    </Welcome>
  );
}
