import { z } from 'zod';
import { operation, theOrg } from './operation.ts';

export const rosterUnbindIdp = operation({
  name: 'roster unbind-idp',
  summary: 'forget which account of the identity provider is a contact’s',
  help: 'For an account that was made anew, or an address that was given to somebody else. The next account with the verified address of the contact is bound at its first sign-in; all contacts are told. Passkeys are untouched.',
  examples: ['marit.jansen@bank.example'],
  options: {
    contact: z.string().min(3).max(200).describe('address or record id of the contact'),
  },
  positionals: ['contact'],
  scope: null,
  run: async (context, { contact }) => {
    const { runtime } = theOrg(context);
    const { name, issuers } = await runtime.relay.unbindIdp({ named: contact, by: context.by });
    return {
      ok: true,
      lines: [`${name}: no account of ${issuers.join(', ')} is bound any more`],
      data: { contact: name, issuers },
    };
  },
});
