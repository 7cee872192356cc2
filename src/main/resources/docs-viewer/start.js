"use strict";
// Who is signed in at the console may try calls at once: the cookie goes along, and the CSRF token is put in here.
let csrf = "";

async function session() {
  const answer = await fetch("/pankou/v1/session", { credentials: "same-origin" });
  csrf = answer.ok ? ((await answer.json()).data?.csrf_token ?? "") : "";
}

function withCsrf(request) {
  if (csrf && new URL(request.url, location.href).origin === location.origin) {
    request.headers["X-Pankou-Csrf"] = csrf;
  }
  return request;
}

session().catch(() => {});
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  filter: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: withCsrf,
});
