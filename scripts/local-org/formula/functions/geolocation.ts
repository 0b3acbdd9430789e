/** Places on earth. GEOLOCATION makes a place (a text `latitude longitude`), DISTANCE measures between two. */
import { FormulaError, FormulaEvaluationError } from '../types.ts';
import type { FormulaValue } from '../types.ts';
import { Decimal } from '../values.ts';
import { argument, requireType } from './definition.ts';
import type { Call, FunctionDefinition } from './definition.ts';

const mostNorthern = 90;
const mostEastern = 180;
/** Mean radius of the earth by unit, as the platform takes it. */
const radii: Readonly<Record<string, number>> = { mi: 3958.761, km: 6371.009 };

function place(latitude: FormulaValue, longitude: FormulaValue): string | null {
  if (latitude === null && longitude === null) return null;
  if (!(latitude instanceof Decimal) || !(longitude instanceof Decimal))
    throw new FormulaEvaluationError('A place has both latitude and longitude, or neither');
  if (latitude.abs().gt(mostNorthern) || longitude.abs().gt(mostEastern))
    throw new FormulaEvaluationError('Latitude or longitude out of range');
  return `${latitude.toString()} ${longitude.toString()}`;
}

const geolocation: FunctionDefinition = {
  least: 2,
  most: 2,
  bind(call) {
    const [latitude, longitude] = [argument(call, 0), argument(call, 1)];
    call.args.forEach((arg, index) => requireType(call, arg, index, ['number']));
    return { type: 'location', run: (env) => place(latitude.run(env), longitude.run(env)) };
  },
};

/** The point on a sphere of radius 1. */
function onSphere(text: string): [number, number, number] {
  const [latitude = 0, longitude = 0] = text.split(' ').map((degrees) => (Number(degrees) * Math.PI) / 180);
  const radius = Math.cos(latitude);
  return [Math.sin(longitude) * radius, Math.cos(longitude) * radius, Math.sin(latitude)];
}

function distance(from: FormulaValue, to: FormulaValue, unit: FormulaValue): FormulaValue {
  const radius = typeof unit === 'string' ? radii[unit] : undefined;
  if (radius === undefined) throw new FormulaEvaluationError('Invalid unit for the DISTANCE() function');
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const [a, b] = [onSphere(from), onSphere(to)];
  const chord = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  return new Decimal(2 * radius * Math.asin(chord / 2));
}

const distanceFunction: FunctionDefinition = {
  least: 3,
  most: 3,
  bind(call) {
    const [from, to, unit] = [argument(call, 0), argument(call, 1), argument(call, 2)];
    requireType(call, from, 0, ['location']);
    requireType(call, to, 1, ['location']);
    requireType(call, unit, 2, ['text']);
    requireUnit(call);
    return { type: 'number', run: (env) => distance(from.run(env), to.run(env), unit.run(env)) };
  },
};

function requireUnit(call: Call): void {
  const node = call.nodes[2];
  if (node?.kind !== 'string' || Object.hasOwn(radii, node.value.toLowerCase())) return;
  throw new FormulaError(
    `Incorrect parameter value for function 'DISTANCE()'. Expected 'mi'/'km', received '${node.value}'`,
    node.position,
  );
}

export const geolocationFunctions: Readonly<Record<string, FunctionDefinition>> = {
  GEOLOCATION: geolocation,
  DISTANCE: distanceFunction,
};
