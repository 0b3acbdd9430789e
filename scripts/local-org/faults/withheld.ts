/** Permissions that users are without for a while, whatever their profile and permission sets say. */

export interface Withholding {
  userId: string;
  /** Exactly one of the two. */
  permission: string | undefined;
  permissionSet: string | undefined;
}

export class Withheld {
  readonly #all = new Set<Withholding>();
  readonly #changed: () => void;

  /** @param changed called whenever what users may do has changed */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Takes it away; gives the function that gives it back. */
  add(withholding: Withholding): () => void {
    this.#all.add(withholding);
    this.#changed();
    return () => {
      this.#all.delete(withholding);
      this.#changed();
    };
  }

  clear(): void {
    this.#all.clear();
    this.#changed();
  }

  hasPermission(userId: string, name: string): boolean {
    return [...this.#all].some((one) => one.userId === userId && one.permission === name);
  }

  hasSet(userId: string, name: string): boolean {
    return [...this.#all].some((one) => one.userId === userId && one.permissionSet === name);
  }
}
