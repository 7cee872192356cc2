import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import { ago, count, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { Empty } from "../ui/Empty";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { moment, took, versionName } from "./figures";
import { State, useStateWord } from "./State";
import { STATES, useRuns, workflowAddress } from "./workflow.api";

/** The runs of a workflow, newest first; `?status=` shows those of one state. */
export function RunsTab({ space, workflow, onTest }: { space: string; workflow: string; onTest: () => void }) {
  const t = useTexts();
  const word = useStateWord();
  const [params, setParams] = useSearchParams();
  const status = STATES.find((one) => one === params.get("status")) ?? "";
  const found = useRuns(workflow, status);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const none = found.isSuccess && items.length === 0;
  const show = (next: string) =>
    setParams((before) => {
      if (next) before.set("status", next);
      else before.delete("status");
      return before;
    });

  if (none && status === "") {
    return (
      <Empty title={t("run.empty")} what={t("run.empty.what")}>
        <Button type="primary" onClick={onTest}>
          {t("workflow.tab.test")}
        </Button>
      </Empty>
    );
  }
  return (
    <>
      <div className="segments" role="group" aria-label={t("run.filter")}>
        {STATES.map((one) => (
          <button key={one} type="button" className="segment" aria-pressed={one === status} onClick={() => show(one)}>
            {one === "" ? t("run.filter.all") : word(one)}
          </button>
        ))}
        <BusyButton className="segments-note" size="small" busy={found.isRefetching} onClick={() => void found.refetch()}>
          {t("run.refresh")}
        </BusyButton>
      </div>
      {found.isPending && <Skeleton />}
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      {none && status !== "" && (
        <p className="muted nothing">
          {t("run.filter.none")}{" "}
          <button type="button" className="text-button" onClick={() => show("")}>
            {t("run.filter.clear")}
          </button>
        </p>
      )}
      {items.length > 0 && (
        <div className={found.isPlaceholderData ? "table-scroll is-stale" : "table-scroll"}>
          <table className="runs">
            <thead>
              <tr>
                <th scope="col">{t("run.started")}</th>
                <th scope="col">{t("run.status")}</th>
                <th scope="col">{t("run.took")}</th>
                <th scope="col">{t("run.usage")}</th>
                <th scope="col">{t("workflow.version")}</th>
                <th scope="col">{t("run.mode")}</th>
                <th scope="col">{t("run.error")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((run) => (
                <tr key={run.execute_id}>
                  <th scope="row">
                    <Link to={workflowAddress(space, workflow, { execute_id: run.execute_id })} title={moment(run.create_time * 1000)}>
                      {moment(run.create_time * 1000)}
                    </Link>
                    <span className="muted small"> {ago(run.create_time)}</span>
                  </th>
                  <td>
                    <State status={run.status} />
                  </td>
                  <td className="cell-number">{run.duration_ms === undefined ? "" : took(run.duration_ms)}</td>
                  <td className="cell-number">{count(run.usage.token_count)}</td>
                  <td>{versionName(run.version)}</td>
                  <td>{t(`run.mode.${run.run_mode as 0}`)}</td>
                  <td className="cell-wide">{run.error_message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.hasNextPage && (
        <BusyButton className="more" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("ui.more")}
        </BusyButton>
      )}
    </>
  );
}
