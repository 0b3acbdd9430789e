/** Links and pictures: texts of HTML, as the REST API shows the fields that use them. */
import { FormulaError } from '../types.ts';
import { strict } from './definition.ts';
import type { Call, FunctionDefinition } from './definition.ts';

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

function withoutScript(definition: FunctionDefinition): FunctionDefinition {
  return {
    ...definition,
    uses: ['field'],
    bind(call) {
      refuseScript(call);
      return definition.bind(call);
    },
  };
}

function refuseScript(call: Call): void {
  const [address] = call.nodes;
  if (address?.kind !== 'string' || !/^\s*javascript:/i.test(address.value)) return;
  throw new FormulaError(
    `Incorrect argument value for function '${call.name}()'. Javascript is not allowed.`,
    address.position,
  );
}

const hyperlink = strict(['text', 'text', 'text?'], 'text', ([address, label, target]) =>
  address === ''
    ? ''
    : `<a href="${escaped(address)}" target="${escaped(target ?? '_blank')}">${escaped(label)}</a>`,
);

const image = strict(
  ['text', 'text', 'number?', 'number?'],
  'text',
  ([address, alternative, height, width]) => {
    if (address === '') return '';
    const size = height && width ? ` style="height:${height.toFixed()}px; width:${width.toFixed()}px;"` : '';
    return `<img src="${escaped(address)}" alt="${escaped(alternative)}"${size} border="0"/>`;
  },
);

export const webFunctions: Readonly<Record<string, FunctionDefinition>> = {
  HYPERLINK: withoutScript(hyperlink),
  IMAGE: withoutScript(image),
};
