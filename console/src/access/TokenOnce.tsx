import { Button, Modal } from "antd";
import { curlOf } from "../bot/snippets";
import type { CreatedToken } from "../data/wire";
import { useTexts } from "../i18n/texts";
import { Code } from "../ui/Code";

/** The secret, shown this once, with a call that works as pasted. */
export function TokenOnce({ made, onClose }: { made: CreatedToken; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      open
      centered
      width={600}
      title={t("token.once")}
      closable={false}
      mask={{ closable: false, blur: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("token.once.done")}
        </Button>
      }
    >
      <p className="notice is-warning">{t("token.once.what")}</p>
      <Code text={made.token} what={t("token.once.label")} />
      <h3>{t("token.once.try")}</h3>
      <Code text={curlOf("GET", "/v1/workspaces?page_num=1&page_size=20", made.token)} what="curl" />
    </Modal>
  );
}
