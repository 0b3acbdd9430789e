import { z } from 'zod';
import { SIGNED_DECISIONS } from '../../../core/statement.ts';
import { assertionInput, boundsInput, recordId } from '../../shapes.ts';
import { hash, text } from './common.ts';

const locale = z.string().min(2).max(35);
const nonce = z
  .string()
  .min(16)
  .max(128)
  .regex(/^[A-Za-z0-9_-]*$/);
const reason = z.string().trim().min(3).max(4000);

export const byContact = z.strictObject({ contact: recordId });
export const openAct = z
  .object({
    ...{ type: text, subject: text, title: text, mayAct: z.boolean(), because: text.nullable() },
    founding: z.boolean().optional(),
  })
  .meta({ id: 'OpenAct' });
export const credential = z.object({ id: text, transports: z.array(text) });

export const startDecisionInput = z
  .strictObject({ contact: recordId, locale })
  .meta({ id: 'StartDecisionInput' });
export const decideInput = z
  .strictObject({
    contact: recordId,
    nonce,
    decision: z.enum(SIGNED_DECISIONS),
    reason,
    window: boundsInput.nullable(),
    digest: hash,
    assertion: assertionInput,
  })
  .meta({ id: 'DecideInput' });
export const startActInput = z
  .strictObject({ contact: recordId, type: text.min(1).max(40), subject: text.min(1).max(120), locale })
  .meta({ id: 'StartActInput' });
export const signActInput = z
  .strictObject({
    contact: recordId,
    nonce,
    choice: z.string().min(1).max(40),
    reason,
    digest: hash,
    assertion: assertionInput,
  })
  .meta({ id: 'SignActInput' });
/** What is shown and will be signed; how a statement is built from it is said in docs/how-to/use-the-api.md. */
export const review = z
  .object({ snapshot: z.looseObject({}), credentials: z.array(credential) })
  .meta({ id: 'Review' });
