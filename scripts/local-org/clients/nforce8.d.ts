/** nforce8 has no types of its own: the part of it that the suite drives. */
declare module 'nforce8' {
  export interface NforceRecord {
    get(field: string): unknown;
    set(field: string, value: unknown): void;
    getId(): string;
    setExternalId(field: string, value: string): void;
  }
  export interface NforceConnection {
    getIdentity(): Promise<{ user_id: string; username: string }>;
    getVersions(): Promise<unknown>;
    getResources(): Promise<Record<string, string>>;
    getSObjects(): Promise<{ sobjects: { name: string }[] }>;
    getDescribe(options: { type: string }): Promise<{ name: string; fields: { name: string }[] }>;
    getLimits(): Promise<Record<string, unknown>>;
    insert(options: { sobject: NforceRecord }): Promise<{ id: string; success: boolean }>;
    update(options: { sobject: NforceRecord }): Promise<unknown>;
    upsert(options: { sobject: NforceRecord }): Promise<{ id: string; created: boolean }>;
    delete(options: { sobject: NforceRecord }): Promise<unknown>;
    getRecord(options: { type: string; id: string; fields?: string[] }): Promise<NforceRecord>;
    query(options: {
      query: string;
      fetchAll?: boolean;
    }): Promise<{ totalSize: number; records: NforceRecord[] }>;
    queryAll(options: { query: string }): Promise<{ totalSize: number }>;
    getUrl(options: { url: string }): Promise<unknown>;
    postUrl(options: { url: string; body: unknown }): Promise<unknown>;
  }
  interface Nforce {
    createConnection(options: Record<string, unknown>): NforceConnection;
    createSObject(type: string, fields?: Record<string, unknown>): NforceRecord;
  }

  const nforce: Nforce;
  export default nforce;
}
