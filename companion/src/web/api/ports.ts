/** What the API needs of the rest: reads and works of one org, tokens, kept answers, operator commands. */
import type { z } from 'zod';
import type { Scope } from '../../core/scopes.ts';
import type { Relay } from '../ports.ts';
import type { Cursors, Position } from './cursors.ts';
import type { Download } from './endpoint.ts';
import type * as shapes from './shapes/index.ts';

/** Who calls: a token, and through it one org. */
export interface Caller {
  tokenId: string;
  name: string;
  org: string;
  scopes: readonly string[];
  senders: readonly string[];
}

/** One page of a list, and where the next begins. */
export interface Listed<Item> {
  items: Item[];
  next: Position | null;
}

export interface PageQuery {
  after: Position | null;
  limit: number;
}

type In<Schema extends z.ZodType> = z.input<Schema>;
type Query<Schema extends z.ZodType> = Omit<z.infer<Schema>, 'cursor' | 'limit'>;

/** What is said of an org; every function throws AppError not_found for what is not of this org. */
export interface Reads {
  requests(
    org: string,
    query: Query<typeof shapes.requestQuery>,
    page: PageQuery,
  ): Promise<Listed<In<typeof shapes.requestSummary>>>;
  request(org: string, id: string): Promise<In<typeof shapes.requestDetail>>;
  timeline(org: string, id: string): Promise<In<typeof shapes.timelineEntry>[]>;
  decisions(org: string, id: string): Promise<In<typeof shapes.decision>[]>;
  deliveries(
    org: string,
    query: Query<typeof shapes.deliveryQuery>,
    page: PageQuery,
  ): Promise<Listed<In<typeof shapes.delivery>>>;
  findings(
    org: string,
    query: Query<typeof shapes.findingQuery>,
    page: PageQuery,
  ): Promise<Listed<In<typeof shapes.finding>>>;
  coverage(org: string): Promise<In<typeof shapes.coverage>[]>;
  roster(org: string): Promise<In<typeof shapes.roster>>;
  /** @throws AppError not_found */
  delegations(org: string, contact: string): Promise<In<typeof shapes.delegations>>;
  rosterVersions(org: string, page: PageQuery): Promise<Listed<In<typeof shapes.rosterVersion>>>;
  rosterVersion(org: string, version: string): Promise<In<typeof shapes.rosterVersionDetail>>;
  policy(org: string): Promise<In<typeof shapes.policy>>;
  policyVersions(org: string): Promise<In<typeof shapes.policyVersion>[]>;
  modes(org: string): Promise<In<typeof shapes.mode>[]>;
  reports(org: string, page: PageQuery): Promise<Listed<In<typeof shapes.report>>>;
  drills(org: string, page: PageQuery): Promise<Listed<In<typeof shapes.drill>>>;
  /** By id or number. */
  drill(org: string, named: string): Promise<In<typeof shapes.drill>>;
  nextDrillBy(org: string): Promise<string | null>;
  /** @throws AppError malformed for a period or zone that is none */
  friction(org: string, question: z.infer<typeof shapes.frictionQuery>): Promise<In<typeof shapes.friction>>;
}

/** The ledger, for those who check it from outside. */
export interface LedgerReads {
  checkpoints(org: string): Promise<In<typeof shapes.checkpoint>[]>;
  entries(org: string, from: number, limit: number): Promise<In<typeof shapes.ledgerEntry>[]>;
  inclusion(org: string, index: number, size: number | null): Promise<In<typeof shapes.inclusion>>;
  consistency(org: string, from: number, to: number | null): Promise<In<typeof shapes.consistency>>;
}

export interface Works {
  /** @throws AppError drill_running, not_found, malformed */
  startDrill(caller: Caller, drill: z.infer<typeof shapes.drillInput>): Promise<In<typeof shapes.drill>>;
  askReport(
    caller: Caller,
    period: z.infer<typeof shapes.reportInput>,
  ): Promise<In<typeof shapes.reportAsked>>;
  reportFile(org: string, id: string, ending: 'zip' | 'html'): Promise<Download>;
  /** @throws AppError sender_rejected, malformed, org_unreachable */
  intake(
    caller: Caller,
    input: z.infer<typeof shapes.intakeInput> | string,
  ): Promise<In<typeof shapes.intakeResult>>;
  /** A whole mail: a ticket, or a report that one of ours came back. @throws also scope_missing */
  intakeMail(caller: Caller, raw: Uint8Array): Promise<In<typeof shapes.intakeResult>>;
}

/** A passkey's part is done elsewhere; these only carry what is shown and what was signed. */
export type Signing = Pick<Relay, 'openActs' | 'startAct' | 'signAct' | 'startDecision' | 'decide'>;

/** Operator commands that tokens may call. */
export interface Operations {
  list: readonly {
    /** The words of the command. */
    name: string;
    /** The same as one segment of an address. */
    slug: string;
    summary: string;
    help: string | null;
    options: z.ZodObject;
    scope: Scope;
  }[];
  run: (
    caller: Caller,
    name: string,
    options: Record<string, unknown>,
  ) => Promise<In<typeof shapes.operationAnswer>>;
}

export interface Api {
  cursors: Cursors;
  reads: Reads;
  ledger: LedgerReads;
  works: Works;
  signing: Signing;
  credentialsOf: (contact: { org: string; id: string }) => Promise<In<typeof shapes.credential>[]>;
  operations: Operations;
}

export interface TokenStore {
  byHash(hash: string): Promise<{
    id: string;
    orgId: string;
    tokenHash: string;
    name: string;
    scopes: string[];
    senders: string[];
    expiresAt: string;
    revokedAt: string | null;
  } | null>;
  used(id: string, at: string): Promise<void>;
}

interface CallKey {
  tokenId: string;
  key: string;
  fingerprint: string;
}

export interface KeptAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** Answers kept by Idempotency-Key. */
export interface CallStore {
  begin(
    call: CallKey,
    at: string,
  ): Promise<
    { kind: 'new' } | { kind: 'other' } | { kind: 'running' } | { kind: 'answered'; answer: KeptAnswer }
  >;
  answered(call: CallKey, answer: KeptAnswer): Promise<void>;
  forget(call: CallKey): Promise<void>;
}
