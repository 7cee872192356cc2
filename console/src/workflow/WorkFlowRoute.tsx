import { useSearchParams } from "react-router";
import { Lost } from "../app/Shell";
import { RunPage } from "./RunPage";
import { WorkflowPage } from "./WorkflowPage";

/** `/work_flow?workflow_id=…`, as Coze's console has it: a workflow, or with `execute_id` one of its runs. */
export function WorkFlowRoute() {
  const [params] = useSearchParams();
  const id = (name: string) => (/^\d{1,20}$/.test(params.get(name) ?? "") ? (params.get(name) ?? "") : "");
  const [space, workflow, run] = [id("space_id"), id("workflow_id"), id("execute_id")];
  if (workflow === "") return <Lost />;
  return run === "" ? (
    <WorkflowPage key={workflow} space={space} workflow={workflow} />
  ) : (
    <RunPage key={run} space={space} workflow={workflow} run={run} />
  );
}
