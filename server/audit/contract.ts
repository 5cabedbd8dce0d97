export interface AuditItem {
  id: number;
  at: Date;
  actor: { kind: 'user' | 'api-key' | 'system'; id: string; name: string };
  operation: string;
  object: { kind: string; id: string; name: string | null };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  via: 'portal' | 'api' | 'system';
}
