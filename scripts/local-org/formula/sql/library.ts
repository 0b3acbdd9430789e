/** Functions that the database gets so that decimals are counted there as the evaluator counts them. */

/** Creates or replaces them; cheap enough for every start. Numbers keep 39 digits, as everywhere in formulas. */
export const FORMULA_LIBRARY = `
CREATE OR REPLACE FUNCTION org_digits(n numeric, digits int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(n::text) <= digits OR n = 0 THEN n
    ELSE trim_scale(round(n, digits - 1 - floor(log(abs(n)))::int)) END $$;
CREATE OR REPLACE FUNCTION org_divide(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT trim_scale(org_digits((a + 0.000000000000000000000000000000000000000000000000000000000000) / nullif(b, 0), 39)) $$`;
