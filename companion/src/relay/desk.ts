/** The web's one relay over all orgs: a contact belongs to an org, and so does each token. */
import { AppError } from '../core/errors.ts';
import type { StartAct as StartContactAct, SignAct } from './acts/acts.ts';
import type { Decide } from './decisions.ts';
import type { Extend } from './extensions.ts';
import type { HistoryQuery } from './history.ts';
import type { NewDevice } from './devices.ts';
import type { IdpAccount } from './idp-sign-in.ts';
import { tokenHash } from './links.ts';
import type { AssertionInput, ContactRef, RelayPorts } from './ports.ts';
import type { NewPasskey } from './passkeys.ts';
import type { OrgRelay } from './relay.ts';
import type { GrantorLink, Invitation } from './rows.ts';

export interface DeskPorts<Assertion extends AssertionInput> {
  /** By org id. */
  relays: ReadonlyMap<string, OrgRelay<Assertion>>;
  store: {
    findInvitation(hash: string): Promise<Invitation | null>;
    findGrantorLink(hash: string): Promise<GrantorLink | null>;
  };
  sha256: RelayPorts['sha256'];
}

interface StartDecision {
  contact: ContactRef;
  sessionId: string;
  requestId: string;
  locale: string;
}

type StartAct = Omit<StartContactAct, 'contactId'> & { contact: ContactRef };

export function createDesk<Assertion extends AssertionInput>({
  relays,
  store,
  sha256,
}: DeskPorts<Assertion>) {
  const notFound = () => new AppError('not_found', 'There is nothing at this address, or it is not for you.');
  const relayOf = (orgId: string) => {
    const relay = relays.get(orgId);
    if (!relay) throw new AppError('not_signed_in', 'The org of this contact is not connected.');
    return relay;
  };
  const linkOf = async (token: string) => {
    const link = await store.findGrantorLink(await tokenHash({ sha256 }, token));
    const relay = link && relays.get(link.orgId);
    if (!relay) throw notFound();
    return { link, relay };
  };
  const invitationOf = async (token: string) => {
    const invitation = await store.findInvitation(await tokenHash({ sha256 }, token));
    const relay = invitation && relays.get(invitation.orgId);
    if (!relay)
      throw new AppError('invitation_invalid', 'This invitation was used, has ended, or never was.');
    return { invitation, relay };
  };
  return {
    /**
     * The contact of an account of the company's identity provider, whichever org he belongs to.
     * @throws AppError not_eligible: no contact, one of several orgs, or bound to another account
     */
    async idpContact(account: IdpAccount): Promise<ContactRef> {
      const found: ContactRef[] = [];
      for (const [org, relay] of relays) {
        const id = await relay.idpContact(account);
        if (id !== null) found.push({ org, id });
      }
      const [contact] = found;
      if (contact && found.length === 1) return contact;
      throw new AppError('not_eligible', 'This account belongs to no authorization contact.');
    },
    relay: {
      me: async ({ org, id }: ContactRef) => relayOf(org).me(id),
      history: async ({ org, id }: ContactRef, query: HistoryQuery) => relayOf(org).history(id, query),
      inbox: async ({ org, id }: ContactRef) => relayOf(org).inbox(id),
      requestView: async ({ org, id }: ContactRef, requestId: string) =>
        relayOf(org).requestView(id, requestId),
      extend: async ({ org, id }: ContactRef, input: Extend) => relayOf(org).extend(id, input),
      startDecision: async ({ contact, ...input }: StartDecision) =>
        relayOf(contact.org).startDecision({ ...input, contactId: contact.id }),
      decide: async (input: Decide<Assertion>) => relayOf(input.contact.org).decide(input),
      openActs: async ({ org, id }: ContactRef) => relayOf(org).openActs(id),
      startAct: async ({ contact, ...input }: StartAct) =>
        relayOf(contact.org).startAct({ ...input, contactId: contact.id }),
      signAct: async (input: SignAct<Assertion>) => relayOf(input.contact.org).signAct(input),
      drills: async ({ org, id }: ContactRef) => relayOf(org).drills(id),
      stopDrill: async ({ org, id }: ContactRef, drill: string) => relayOf(org).stopDrillAs(id, drill),
      drillView: async ({ org, id }: ContactRef, drill: string) => relayOf(org).drillView(id, drill),
      devices: async ({ org, id }: ContactRef) => relayOf(org).devices(id),
      addDevice: async ({ org, id }: ContactRef, device: NewDevice) => relayOf(org).addDevice(id, device),
      removeDevice: async ({ org, id }: ContactRef, endpoint: string) =>
        relayOf(org).removeDevice(id, endpoint),
      roster: async ({ org, id }: ContactRef) => relayOf(org).roster(id),
      rosterVersions: async ({ org, id }: ContactRef, page: { before?: number | undefined }) =>
        relayOf(org).rosterVersions(id, page),
      rosterVersion: async ({ org, id }: ContactRef, version: string) =>
        relayOf(org).rosterVersion(id, version),
      absences: async ({ org, id }: ContactRef) => relayOf(org).absences(id),
      setAbsence: async ({ org, id }: ContactRef, days: { first: string; last: string }) =>
        relayOf(org).setAbsence(id, days),
      withdrawAbsence: async ({ org, id }: ContactRef, absence: string) =>
        relayOf(org).withdrawAbsence(id, absence),
      beginMoving: async ({ org, id }: ContactRef) => relayOf(org).beginMoving(id),
      passkeys: async ({ org, id }: ContactRef) => relayOf(org).passkeys(id),
      addPasskey: async ({ org, id }: ContactRef, added: { passkey: NewPasskey; name: string }) =>
        relayOf(org).addPasskey(id, added),
      renamePasskey: async ({ org, id }: ContactRef, renamed: { subject: string; name: string }) =>
        relayOf(org).renamePasskey(id, renamed),
      async grantorView(token: string) {
        const { link, relay } = await linkOf(token);
        return relay.grantorView(link);
      },
      async declineGrant(token: string, reason: string) {
        const { link, relay } = await linkOf(token);
        await relay.declineGrant(link, reason);
        return relay.grantorView(link);
      },
    },
    invitations: {
      async invitation(token: string) {
        const { invitation, relay } = await invitationOf(token);
        return relay.invitation(invitation);
      },
      async redeem(token: string, passkey: NewPasskey) {
        const { invitation, relay } = await invitationOf(token);
        return relay.redeem(invitation, passkey);
      },
    },
  };
}
