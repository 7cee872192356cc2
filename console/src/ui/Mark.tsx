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
      <path d="M10.06 9.43a4 4 0 1 0 0 5.14" />
      <g className="mark-knot">
        <path d="M9 12h4.4" />
        <path strokeWidth={1.7} d="M16.29 12.31A2.75 2.75 0 1 1 19.74 9.41M17.09 11.23A2.75 2.75 0 1 1 17.87 15.67M17.62 12.46A2.75 2.75 0 1 1 13.39 10.92" />
      </g>
    </svg>
  );
}
