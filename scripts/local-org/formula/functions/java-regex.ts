/** Regular expressions as Java writes them, turned into those of JavaScript (with the flags `v` and, if asked, `i`). */

const horizontalSpace = String.raw`\t \u{A0}\u{1680}\u{180E}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}`;
const verticalSpace = String.raw`\n\v\f\r\u{85}\u{2028}\u{2029}`;
const space = String.raw` \t\n\v\f\r`;

/** Java's escapes that JavaScript lacks or understands otherwise: what stands inside a class. */
const classes: Readonly<Record<string, string>> = { h: horizontalSpace, v: verticalSpace, s: space };

/** POSIX and java.lang.Character classes; everything else between `\p{` and `}` is a Unicode property of both. */
const properties: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: String.raw`\u{0}-\u{7F}`,
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  Punct: String.raw`\u{21}-\u{2F}\u{3A}-\u{40}\u{5B}-\u{60}\u{7B}-\u{7E}`,
  Graph: String.raw`\u{21}-\u{7E}`,
  Print: String.raw`\u{20}-\u{7E}`,
  Blank: String.raw` \t`,
  Cntrl: String.raw`\u{0}-\u{1F}\u{7F}`,
  XDigit: '0-9A-Fa-f',
  Space: space,
  javaLowerCase: String.raw`\p{Lowercase}`,
  javaUpperCase: String.raw`\p{Uppercase}`,
  javaWhitespace: String.raw`\p{White_Space}`,
};
const controls: Readonly<Record<string, number>> = { a: 7, e: 27, t: 9, n: 10, r: 13, f: 12 };

/** Compiles a pattern that must match the whole text. Throws SyntaxError for what neither dialect or only Java knows. */
export function compileJavaRegex(pattern: string): RegExp {
  const translation = new Translation(pattern);
  return new RegExp(`^(?:${translation.run()})$`, translation.ignoresCase ? 'vi' : 'v');
}

class Translation {
  ignoresCase = false;
  private dotAll = false;
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  run(): string {
    const flags = /^\(\?([a-zA-Z]+)\)/.exec(this.source);
    if (flags) {
      this.setFlags(flags[1] ?? '');
      this.at = flags[0].length;
    }
    let result = '';
    while (this.at < this.source.length) result += this.atom();
    return result;
  }

  private setFlags(flags: string): void {
    for (const flag of flags) {
      if (flag === 'i') this.ignoresCase = true;
      else if (flag === 's') this.dotAll = true;
      else if (flag !== 'u') throw new SyntaxError(`The flag ${flag} is not supported`);
    }
  }

  private atom(): string {
    const character = this.take();
    switch (character) {
      case '\\':
        return this.escape(false);
      case '[':
        return this.set();
      case '.':
        return this.dotAll ? String.raw`[\s\S]` : String.raw`[^\n\r\u{85}\u{2028}\u{2029}]`;
      case '*':
      case '+':
      case '?':
        return this.quantifier(character);
      case '{':
        return this.quantifier(this.bounds());
      case '(':
        if (/^\?(>|[a-zA-Z-]+[:)])/.test(this.source.slice(this.at)))
          throw new SyntaxError('Atomic groups and flags inside a pattern are not supported');
        return character;
      case ']':
      case '}':
      case '/':
        return `\\${character}`;
      default:
        return character;
    }
  }

  private bounds(): string {
    const end = this.source.indexOf('}', this.at);
    const body = this.source.slice(this.at, end);
    if (end < 0 || !/^\d+(,\d*)?$/.test(body)) throw new SyntaxError('Illegal repetition');
    this.at = end + 1;
    return `{${body}}`;
  }

  private quantifier(text: string): string {
    if (this.source[this.at] === '+') throw new SyntaxError('Possessive quantifiers are not supported');
    return text;
  }

  /** What follows a backslash; `inside` a class only the class's body is wanted. */
  private escape(inside: boolean): string {
    const character = this.take();
    if (character === 'Q') return this.quotation(inside);
    if (character === 'p' || character === 'P') return this.property(character === 'P', inside);
    const body = classes[character];
    if (body) return inside ? body : `[${body}]`;
    const negated = classes[character.toLowerCase()];
    if (negated && /[HVS]/.test(character)) return `[^${negated}]`;
    if (character === 'x' || character === 'u' || character === '0') return this.coded(character);
    const control = controls[character];
    if (control !== undefined) return point(control);
    if (/[dDwW]/.test(character)) return `\\${character}`;
    if (/[^A-Za-z0-9]/.test(character)) return literal(character);
    return inside ? unknownEscape(character) : this.assertion(character);
  }

  private assertion(character: string): string {
    switch (character) {
      case 'A':
        return '^';
      case 'z':
        return '$';
      case 'Z':
        return String.raw`(?=[\n\r]?$)`;
      case 'R':
        return `(?:\\r\\n|[${verticalSpace}])`;
      case 'b':
      case 'B':
      case 'k':
        return `\\${character}`;
      default:
        return /[1-9]/.test(character) ? `\\${character}` : unknownEscape(character);
    }
  }

  private quotation(inside: boolean): string {
    const end = this.source.indexOf('\\E', this.at);
    const body = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    const text = Array.from(body, literal).join('');
    return inside || body.length < 2 ? text : `(?:${text})`;
  }

  private property(negated: boolean, inside: boolean): string {
    const rest = this.source.slice(this.at);
    const found = /^(?:\{(\^?)([\w=]+)\}|()([A-Z]))/.exec(rest);
    if (!found) throw new SyntaxError('Illegal character property');
    this.at += found[0].length;
    const name = (found[2] ?? found[4] ?? '').replace(/^Is(?=[A-Z])/, '');
    const body = properties[name];
    const not = negated !== (found[1] === '^');
    if (!body) return `\\${not ? 'P' : 'p'}{${name === 'L1' ? 'ASCII' : name}}`;
    if (not) return `[^${body}]`;
    return inside ? body : `[${body}]`;
  }

  private coded(kind: string): string {
    const form = {
      x: /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/,
      u: /^([0-9a-fA-F]{4})/,
      0: /^([0-3]?[0-7]{1,2})/,
    };
    const found = form[kind as 'x' | 'u' | '0'].exec(this.source.slice(this.at));
    if (!found) throw new SyntaxError('Illegal character code');
    this.at += found[0].length;
    return point(Number.parseInt(found[1] ?? found[2] ?? '', kind === '0' ? 8 : 16));
  }

  /** A class: nested classes are unions, `&&` an intersection, whose sides JavaScript wants as classes of their own. */
  private set(): string {
    const not = this.source[this.at] === '^';
    if (not) this.at += 1;
    const sides = [''];
    let first = true;
    for (;;) {
      if (this.at >= this.source.length) throw new SyntaxError('Unclosed character class');
      const character = this.take();
      if (character === ']' && !first) break;
      first = false;
      if (character === '&' && this.source[this.at] === '&') {
        this.at += 1;
        sides.push('');
        continue;
      }
      sides.push((sides.pop() ?? '') + this.member(character));
    }
    const body = sides.length === 1 ? (sides[0] ?? '') : sides.map((side) => `[${side}]`).join('&&');
    return `[${not ? '^' : ''}${body}]`;
  }

  private member(character: string): string {
    if (character === '\\') return this.escape(true);
    if (character === '[') return this.set();
    const next = this.source[this.at];
    const isRange =
      character === '-' &&
      next !== undefined &&
      next !== ']' &&
      /[^[^]/.test(this.source[this.at - 2] ?? '[');
    return isRange ? '-' : literal(character);
  }

  private take(): string {
    const code = this.source.codePointAt(this.at);
    if (code === undefined) throw new SyntaxError('Unexpected end of the pattern');
    const character = String.fromCodePoint(code);
    this.at += character.length;
    return character;
  }
}

function unknownEscape(character: string): never {
  throw new SyntaxError(`Illegal escape \\${character}`);
}

function point(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

/** Letters and digits stand for themselves, everything else is written by its code. */
function literal(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : point(character.codePointAt(0) ?? 0);
}
