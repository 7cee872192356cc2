import { Button, type ButtonProps } from "antd";
import { LoaderCircle } from "lucide-react";
import type { Ref } from "react";

interface Props extends Omit<ButtonProps, "loading"> {
  busy: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/**
 * A button that turns a wheel while its work goes on, and takes no press meanwhile. Not antd's `loading`: a quick end cuts
 * into that wheel's motion, and its hidden "loading" then stays in the button's name.
 */
export const BusyButton = ({ busy, icon, onClick, ...props }: Props) => (
  <Button
    {...props}
    aria-busy={busy}
    icon={busy ? <LoaderCircle size={16} className="wheel" /> : icon}
    onClick={busy ? undefined : onClick}
  />
);
