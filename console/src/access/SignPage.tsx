import { Navigate, useSearchParams } from "react-router";
import { useTexts } from "../i18n/texts";
import { useSession } from "../data/session";
import { signIn } from "./access.api";
import { SignForm } from "./SignForm";
import { Welcome } from "./Welcome";

/** Only a path of our own: `//host` and `/\host` would leave it. */
const inside = (path: string | null): string => (path && /^\/(?![/\\])/.test(path) ? path : "/");

export function SignPage() {
  const t = useTexts();
  const [params] = useSearchParams();
  if (useSession().status === "in") return <Navigate to={inside(params.get("redirect"))} replace />;
  return (
    <Welcome title={t("access.signIn.title")}>
      <SignForm submit={t("access.signIn")} onSubmit={signIn} />
    </Welcome>
  );
}
