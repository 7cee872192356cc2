import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./theme/base.css";
import "./app/shell.css";
import { App } from "./app/App";
import { startTexts } from "./i18n/texts";

void startTexts().then(() => {
  const root = document.getElementById("root");
  if (root) createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
