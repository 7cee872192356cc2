/** An agent's picture, or its first letter on one of six grounds chosen by the id. */
export function Avatar({ id, name, icon, small = false }: { id: string; name: string; icon?: string | undefined; small?: boolean }) {
  const size = small ? "avatar avatar-small" : "avatar";
  // Only pictures of this server: the CSP refuses all others.
  if (icon?.startsWith("/")) return <img className={size} src={icon} alt="" />;
  const hue = [...id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 6;
  return (
    <span className={`${size} avatar-hue-${hue}`} aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? "?"}
    </span>
  );
}
