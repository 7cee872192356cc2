import { Button, Checkbox, Drawer, Radio, Select } from "antd";
import { type FormEvent, useState } from "react";
import { useParams } from "react-router";
import { asFailure } from "../data/call";
import type { CreatedToken } from "../data/wire";
import { useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field, TextInput } from "../ui/Field";
import { createToken, usePermissions, useWorkspaces } from "./access.api";

const DAYS = [1, 7, 30, 90, 365, 0];

/** The panel that makes a token. Nothing chosen means everything, as on the wire. */
export function CreateToken({ onClose, onMade }: { onClose: () => void; onMade: (made: CreatedToken) => void }) {
  const t = useTexts();
  const space = useParams().space_id;
  const groups = usePermissions();
  const spaces = useWorkspaces();
  const [name, setName] = useState("");
  const [days, setDays] = useState(30);
  const [all, setAll] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const [reach, setReach] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const nameProblem = name.trim() === "" ? t("token.name.missing") : undefined;
  const pointsProblem = !all && chosen.length === 0 ? t("token.permissions.none") : undefined;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nameProblem || pointsProblem || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const permissions = all ? [] : chosen;
      onMade(await createToken({ name: name.trim(), expires_in_days: days, permissions, workspace_ids: reach }));
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }

  return (
    <Drawer
      open
      title={t("token.create")}
      size={480}
      onClose={onClose}
      closable={{ "aria-label": t("ui.close") }}
      mask={{ blur: false }}
      footer={
        <div className="row row-end">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <BusyButton type="primary" htmlType="submit" form="create-token" busy={busy}>
            {t("ui.create")}
          </BusyButton>
        </div>
      }
    >
      <form id="create-token" className="form" noValidate onSubmit={(event) => void onSubmit(event)}>
        {error !== undefined && <ErrorPanel error={asFailure(error)} />}
        <Field label={t("token.name")} hint={t("token.name.hint")} error={tried ? nameProblem : undefined}>
          {(ids) => <TextInput {...ids} autoFocus value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t("token.days")}>
          {({ id }) => (
            <Select
              id={id}
              className="full"
              value={days}
              onChange={setDays}
              options={DAYS.map((n) => ({ value: n, label: n === 0 ? t("token.never") : t("token.days.n", { count: n }) }))}
            />
          )}
        </Field>
        <Field label={t("token.spaces")}>
          {({ id }) => (
            <Select
              id={id}
              className="full"
              mode="multiple"
              placeholder={t("token.spaces.all")}
              value={reach}
              onChange={setReach}
              optionFilterProp="label"
              options={(spaces.data?.workspaces ?? []).map((one) => ({
                value: one.id,
                label: one.name || t(`app.space.${one.workspace_type}`),
                className: one.id === space ? "is-current" : "",
              }))}
            />
          )}
        </Field>
        <fieldset className="field plain">
          <legend>{t("token.permissions")}</legend>
          <Radio.Group
            value={all}
            onChange={(event) => setAll(event.target.value as boolean)}
            options={[
              { value: true, label: t("token.permissions.all") },
              { value: false, label: t("token.permissions.some") },
            ]}
          />
          {!all && groups.isError && <ErrorPanel error={groups.error} onRetry={() => void groups.refetch()} />}
          {!all &&
            (groups.data?.groups ?? []).map((group) => {
              const names = group.permissions.map((one) => one.name);
              const on = names.filter((one) => chosen.includes(one));
              return (
                <div key={group.name} className="points">
                  <Checkbox
                    checked={on.length === names.length}
                    indeterminate={on.length > 0 && on.length < names.length}
                    onChange={(event) =>
                      setChosen([...chosen.filter((one) => !names.includes(one)), ...(event.target.checked ? names : [])])
                    }
                  >
                    <strong>{group.name}</strong>
                  </Checkbox>
                  {group.permissions.map((point) => (
                    <Checkbox
                      key={point.name}
                      className="point"
                      checked={chosen.includes(point.name)}
                      onChange={(event) =>
                        setChosen(event.target.checked ? [...chosen, point.name] : chosen.filter((one) => one !== point.name))
                      }
                    >
                      {point.name}{" "}
                      <span className="muted small" title={point.operations.join(", ")}>
                        {t("token.calls", { count: point.operations.length })}
                      </span>
                    </Checkbox>
                  ))}
                </div>
              );
            })}
          {tried && pointsProblem && (
            <p className="field-help is-error" role="alert">
              {pointsProblem}
            </p>
          )}
        </fieldset>
      </form>
    </Drawer>
  );
}
