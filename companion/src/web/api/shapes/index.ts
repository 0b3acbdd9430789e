/** All shapes under one name. */
export * from './common.ts';
export * from './drills.ts';
export * from './evidence.ts';
export * from './friction.ts';
export * from './intake.ts';
export * from './reports.ts';
export * from './requests.ts';
export * from './rules.ts';
export * from './signing.ts';
