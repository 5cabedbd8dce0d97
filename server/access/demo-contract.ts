/** Accounts of the demo data (db/seed); they exist on the embedded default database only. */
export const DEMO_PASSWORD = 'Demo-portal-1';

export const DEMO_ACCOUNTS = [
  { email: 'harbour@demo.example', customer: 'Harbour Works', role: 'admin' },
  { email: 'viewer@demo.example', customer: 'Harbour Works', role: 'read-only' },
  { email: 'city@demo.example', customer: 'City of Lindendam', role: 'admin' },
];
