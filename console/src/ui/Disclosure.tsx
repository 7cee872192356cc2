import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface Props {
  name: string;
  icon: ReactNode;
  /** Where the panel stands; see the menu classes. */
  place: string;
  /** A key that toggles it from anywhere but a field. */
  hotkey?: string;
  children: ReactNode;
}

/** A button that opens a small panel; Escape and a press outside close it. */
export function Disclosure({ name, icon, place, hotkey, children }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && open) {
        setOpen(false);
        button.current?.focus();
      } else if (event.key === hotkey && !event.isComposing && !(event.target as HTMLElement).closest("input, textarea")) {
        setOpen(!open);
      }
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", onKey);
    };
  }, [open, hotkey]);
  return (
    <div className="menu-root" ref={root}>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </button>
      {open && (
        <div id={id} className={`menu ${place}`}>
          {children}
        </div>
      )}
    </div>
  );
}
