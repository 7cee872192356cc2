import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import { useEffect, useMemo, useState } from "react";
import { createBrowserRouter, RouterProvider } from "react-router";
import { findSession } from "../access/access.api";
import { SetupPage } from "../access/SetupPage";
import { SignPage } from "../access/SignPage";
import { AgentsPage } from "../bot/AgentsPage";
import { queries } from "../data/query";
import { useLanguage, useTexts } from "../i18n/texts";
import { antTheme, useMode } from "../theme/theme";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { NONCE } from "./nonce";
import { Lost, Shell, Start } from "./Shell";

const CSP = { nonce: NONCE };

const router = createBrowserRouter([
  { path: "/sign", Component: SignPage },
  { path: "/setup", Component: SetupPage },
  {
    Component: Shell,
    HydrateFallback: () => <Skeleton kind="page" />,
    children: [
      { index: true, Component: Start },
      { path: "/space/:space_id/develop", Component: AgentsPage },
      { path: "/space/:space_id/bot/:id", lazy: async () => ({ Component: (await import("../bot/BotPage")).BotPage }) },
      { path: "/space/:space_id/api", lazy: async () => ({ Component: (await import("../access/TokensPage")).TokensPage }) },
      {
        path: "/space/:space_id/workflows",
        lazy: async () => ({ Component: (await import("../workflow/WorkflowsPage")).WorkflowsPage }),
      },
      { path: "/work_flow", lazy: async () => ({ Component: (await import("../workflow/WorkFlowRoute")).WorkFlowRoute }) },
      { path: "*", Component: Lost },
    ],
  },
]);

export function App() {
  const t = useTexts();
  const language = useLanguage();
  const mode = useMode();
  const [attempt, setAttempt] = useState(0);
  const [error, setError] = useState<unknown>();
  const theme = useMemo(() => antTheme(mode), [mode]);
  useEffect(() => {
    setError(undefined);
    findSession().catch(setError);
  }, [attempt]);
  useEffect(() => {
    document.title = t("app.name") === "盘扣" ? "盘扣" : "Pankou 盘扣";
  }, [language]);
  return (
    <ConfigProvider csp={CSP} theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <QueryClientProvider client={queries}>
        {error ? (
          <div className="welcome">
            <ErrorPanel error={error} onRetry={() => setAttempt(attempt + 1)} />
          </div>
        ) : (
          <RouterProvider router={router} />
        )}
      </QueryClientProvider>
    </ConfigProvider>
  );
}
