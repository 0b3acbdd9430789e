/** `lightning/platformShowToastEvent`: the page's toast container understands what it carries. */
import Toast from 'lightning/toast';

interface ToastConfig {
  title?: string;
  message?: string;
  variant?: 'info' | 'success' | 'warning' | 'error';
  mode?: 'dismissible' | 'pester' | 'sticky';
  messageData?: unknown[];
}

export class ShowToastEvent extends CustomEvent<{ toast: unknown }> {
  readonly toastAttributes: object;

  constructor({ title = '', message, messageData, mode, variant = 'info' }: ToastConfig) {
    super('lightning__showtoast', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { toast: Toast },
    });
    this.toastAttributes = { title, message, messageData, mode, type: variant };
  }
}
