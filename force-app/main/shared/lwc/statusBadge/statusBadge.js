import { LightningElement, api } from 'lwc';

const ICONS = {
  success: 'utility:success',
  warning: 'utility:clock',
  error: 'utility:error',
  alarm: 'utility:warning',
  info: 'utility:info',
  neutral: 'utility:record',
};

/** A state as a word, an icon and a colour: never the colour alone. */
export default class StatusBadge extends LightningElement {
  @api label;
  /** success, warning, error, alarm, info or neutral; anything else counts as neutral. */
  @api tone;

  get computedTone() {
    return ICONS[this.tone] ? this.tone : 'neutral';
  }

  get badgeClass() {
    return `badge badge_${this.computedTone}`;
  }

  get iconName() {
    return ICONS[this.computedTone];
  }
}
