import type { Request } from 'express';
import { notFound } from './problems.ts';

/** One segment of the address by its name in the route. @throws AppError not_found when it is not a single one */
export function segment(request: Request, name: string): string {
  const value = request.params[name];
  if (typeof value !== 'string' || value === '') throw notFound();
  return value;
}
