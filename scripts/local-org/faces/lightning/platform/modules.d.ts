/** Modules that exist only in the bundle: the engine, base components of npm and the shell's own registry. */

/** The engine's own declarations cannot be resolved by Node's rules; this is the part that the shell uses. */
declare module 'lwc' {
  export interface LightningElement extends Pick<
    HTMLElement,
    'addEventListener' | 'dispatchEvent' | 'isConnected' | 'querySelector' | 'removeEventListener'
  > {
    template: ShadowRoot & { host: HTMLElement };
  }
  export const LightningElement: new () => LightningElement;
  export function api(value: unknown, context: ClassMemberDecoratorContext): void;
  export function wire(
    adapter: new (receive: (value: unknown) => void) => object,
    config?: object,
  ): (value: unknown, context: ClassMemberDecoratorContext) => void;
  export function createElement(name: string, options: { is: new () => LightningElement }): HTMLElement;
}

declare module 'lightning/toast' {
  const Toast: unknown;
  export default Toast;
}

declare module 'lightning/toastContainer' {
  const ToastContainer: { instance(config?: object): unknown };
  export default ToastContainer;
}

declare module 'lightning/configProvider' {
  export default function configProvider(services: { getLocalizationService: () => object }): unknown;
}

declare module 'lightning-base-components/src/lightning/configProvider/defaultLocalizationConfig.js' {
  const service: object;
  export default service;
}

declare module '@lwc/synthetic-shadow' {}

declare module 'shell/app' {
  import type { LightningElement } from 'lwc';
  const App: typeof LightningElement;
  export default App;
}

declare module 'shell/registry' {
  import type { LightningElement } from 'lwc';
  /** Every exposed component by its name on a page, e.g. `c:newPanel`. */
  export const panels: Record<string, typeof LightningElement | undefined>;
}
