import { LightningElement, api } from 'lwc';
import { panels } from 'shell/registry';
import { session } from '../../platform/session.ts';

/** A page laid out as its flexipage says, with the panels of the org in its regions. */
export default class Page extends LightningElement {
  /** Name of the tab. */
  @api name = '';

  get label(): string {
    return session().pages[this.name]?.label ?? '';
  }

  get regions() {
    const layout = session().pages[this.name];
    return (layout?.regions ?? []).map((region, position) => ({
      key: region.name,
      regionClass: `region region_${region.width} region_${position === 0 ? 'first' : 'later'}`,
      components: region.components.map(({ name, properties }, index) => ({
        key: `${region.name}-${String(index)}`,
        name,
        panel: panels[name],
        properties,
      })),
    }));
  }
}
