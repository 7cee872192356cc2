import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { t } from "../i18n/texts";
import { blocks } from "./blocks";
import { Code } from "./Code";

const PLUGINS = [remarkGfm];

const PARTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // A foreign picture would tell a foreign host who reads what, and the CSP refuses it: it becomes a link.
  img: ({ src, alt }) =>
    typeof src === "string" && src.startsWith("/") && !src.startsWith("//") ? (
      <img src={src} alt={alt ?? ""} loading="lazy" />
    ) : (
      <a href={typeof src === "string" ? src : undefined} target="_blank" rel="noopener noreferrer nofollow">
        {t("chat.image", { name: alt || String(src ?? "") })}
      </a>
    ),
  pre: ({ node, children }) => {
    const code = node?.children[0];
    const text = code?.type === "element" && code.children[0]?.type === "text" ? code.children[0].value : undefined;
    return text === undefined ? <pre>{children}</pre> : <Code text={text.replace(/\n$/, "")} what="code" />;
  },
  table: ({ children }) => (
    <div className="table-scroll">
      <table>{children}</table>
    </div>
  ),
};

const Block = memo(({ text }: { text: string }) => (
  <ReactMarkdown remarkPlugins={PLUGINS} skipHtml components={PARTS}>
    {text}
  </ReactMarkdown>
));

/** Markdown with raw HTML off. A streamed text parses only its last block again. */
export const Markdown = memo(({ text }: { text: string }) => (
  <div className="markdown">
    {blocks(text).map((block, at) => (
      <Block key={at} text={block} />
    ))}
  </div>
));
