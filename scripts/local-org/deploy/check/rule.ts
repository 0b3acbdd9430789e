/** What a rule is, and how one is written: it looks at one component and yields what is wrong with it. */
import type { MetadataType } from './kinds.ts';
import type { Component, Problem, Project } from './project.ts';

export interface Rule {
  /** Stable name, shown behind each message and naming the rule's bad fixture. */
  id: string;
  check(project: Project): Problem[];
}

type Check = (component: Component, project: Project) => Iterable<string>;

/** A rule about each component of the given kinds. */
export function rule(id: string, types: MetadataType | readonly MetadataType[], check: Check): Rule {
  const wanted: readonly string[] = typeof types === 'string' ? [types] : types;
  return {
    id,
    check: (project) =>
      project.components
        .filter(({ kind }) => wanted.includes(kind.type))
        .flatMap((component) =>
          Array.from(check(component, project)).map((message) => ({ file: component.file.path, message })),
        ),
  };
}

/** Components that share a key with an earlier one, each with that earlier one. */
export function repeated<T>(items: readonly T[], key: (item: T) => string): [T, T][] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const name = key(item).toLowerCase();
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, item);
    return earlier === undefined ? [] : [[item, earlier] as [T, T]];
  });
}

/** Yields a message when `text` is longer than the platform takes. */
export function* tooLong(what: string, text: string, limit: number): Iterable<string> {
  if (text.length > limit) yield `${what} is too long: ${text.length} characters; limit: ${limit} characters`;
}
