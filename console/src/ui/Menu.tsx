import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** A checked choice among others. */
  checked?: boolean;
  danger?: boolean;
  onSelect: () => void;
}

interface Props {
  /** The button's accessible name. */
  name: string;
  trigger: ReactNode;
  triggerClass?: string;
  /** Groups are parted by a line. */
  groups?: MenuItem[][];
  /** Makes the menu in place of the groups: an element of role menu with this id, items that are reached by no Tab. */
  list?: ((id: string, close: () => void) => ReactNode) | undefined;
  head?: ReactNode;
  empty?: ReactNode;
  side?: "up" | "down";
  align?: "start" | "end";
  onOpen?: () => void;
}

/** A button that opens a menu: arrows, Home, End, Escape; focus returns to the button. */
export function Menu({ name, trigger, triggerClass = "icon-button", groups = [], list, head, empty, side = "down", align = "start", onOpen }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  const items = () => [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!open) return;
    const found = items();
    (found.find((item) => item.getAttribute("aria-checked") === "true") ?? found[0])?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  function onKeyDown(event: KeyboardEvent) {
    if (!open) return;
    const found = items();
    const at = found.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + found.length, Home: 0, End: found.length - 1 };
    if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.stopPropagation();
      close();
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0 && !(found[at] instanceof HTMLButtonElement)) {
      event.preventDefault();
      found[at]?.click();
    } else if (event.key in to && found.length > 0) {
      event.preventDefault();
      found[(to[event.key] ?? 0) % found.length]?.focus();
    }
  }

  const filled = groups.filter((group) => group.length > 0);
  return (
    <div className="menu-root" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => {
          if (!open) onOpen?.();
          setOpen(!open);
        }}
      >
        {trigger}
      </button>
      {open && (
        <div className={`menu menu-${side} menu-${align}`}>
          {head && <div className="menu-head">{head}</div>}
          {list?.(id, close)}
          {!list && (
            <div id={id} role="menu" aria-label={name}>
              {filled.map((group, at) => (
                <div key={group[0]?.key ?? at} role="group" className="menu-group">
                  {group.map((item) => (
                    <button
                      key={item.key}
                      type="button"
                      tabIndex={-1}
                      role={item.checked === undefined ? "menuitem" : "menuitemradio"}
                      aria-checked={item.checked}
                      className={item.danger ? "menu-item is-error" : "menu-item"}
                      onClick={() => {
                        close();
                        item.onSelect();
                      }}
                    >
                      {item.icon}
                      <span className="menu-label">{item.label}</span>
                    </button>
                  ))}
                </div>
              ))}
            </div>
          )}
          {!list && filled.length === 0 && <div className="menu-empty">{empty}</div>}
        </div>
      )}
    </div>
  );
}
