/** Instants as ISO 8601 with Z do not sort as text once one has a fraction of a second and the other has none. */

export function notAfter(a: string, b: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) <= 0;
}
