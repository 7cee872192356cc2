/** The mark 盘扣, a knotted button: a loop, a cord, a knot. Working, the knot slides into the loop and back. */
export function Mark({ size = 24, working = false }: { size?: number; working?: boolean }) {
  return (
    <svg
      className={working ? "mark mark-working" : "mark"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M10.2 9.6a4 4 0 1 0 0 4.8" />
      <g className="mark-knot">
        <path d="M10.2 12h4" />
        <path d="M14.6 12.3a2.9 2.9 0 1 1 3.7 2.2" />
        <path d="M18.6 9.3a2.9 2.9 0 1 1 .3 4.3" transform="rotate(78 17.4 12)" />
        <path d="M14.3 13.2a2.9 2.9 0 1 0 4.6-2.4" />
      </g>
    </svg>
  );
}
