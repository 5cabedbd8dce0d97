// The arrows of the house (docs/house.md). Messages say what to do instead.
const server = '^server/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle means two rooms are one, or a third is missing.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nobody-imports-app',
      severity: 'error',
      comment: 'app holds URLs; what others need of it belongs into components or server.',
      from: { pathNot: '(^app/|[.]test[.]ts$)' },
      to: { path: '^app/' },
    },
    {
      name: 'protocols-are-pure',
      severity: 'error',
      comment: 'Protocols turn bytes into values: no I/O, no other room.',
      from: { path: '^server/protocols/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(server|db|components|app)/', pathNot: '^server/protocols/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'rules.ts decides from arguments: no database, no clock, no driver.',
      from: { path: '/rules[.]ts$' },
      to: { path: '(^db/|repository[.]ts$|^server/platform/(?!errors|clock)|^server/drivers/|drizzle-orm)' },
    },
    {
      name: 'contracts-are-browser-safe',
      severity: 'error',
      comment: 'A contract is read in the browser: zod, protocols and other contracts only.',
      from: { path: '^server/.*contract[.]ts$' },
      to: {
        pathNot:
          '(contract[.]ts$|^server/protocols/|operations[.]ts$|^node_modules/(zod|@asteasolutions)|^server/platform/errors[.]ts$|^components/ui/data-table/table-query[.]ts$)',
      },
    },
    {
      name: 'browser-sees-contracts-only',
      severity: 'error',
      comment:
        'Components draw: they may read contracts, protocols, actions and pure rules of the server, never its insides.',
      from: { path: '^components/', pathNot: '[.]test[.]tsx?$' },
      to: {
        path: server,
        pathNot: '(contract[.]ts$|actions[.]ts$|rules[.]ts$|^server/protocols/|operations[.]ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'app-goes-through-doors',
      severity: 'error',
      comment: 'Pages and routes call loaders, actions, http and access: no SQL, no repository.',
      from: { path: '^app/' },
      to: { path: '(^db/|repository[.]ts$|^server/platform/database|[.]sql[.]ts$|drizzle-orm)' },
    },
    {
      name: 'only-doors-know-next',
      severity: 'error',
      comment: 'Next, next-auth, react and server-only stop at the doors: actions, loaders, http, access.',
      from: {
        path: server,
        pathNot:
          '(actions[.]ts$|loaders[.]ts$|^server/http/|^server/access/(next-auth|current-session)[.]ts$)',
      },
      to: { path: '^node_modules/(next|next-auth|react|react-dom|server-only|next-intl)/' },
    },
    {
      name: 'sql-in-repositories',
      severity: 'error',
      comment: 'SQL lives in repository.ts, in *.sql.ts, in audit and in platform; use cases call those.',
      from: {
        path: server,
        pathNot: '(repository[.]ts$|[.]sql[.]ts$|^server/(platform|audit)/|[.]test[.]ts$)',
      },
      to: { path: '(^node_modules/drizzle-orm|^db/schema)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'who-may-mint',
      severity: 'error',
      comment: 'A TenantScope is minted by access, or by the pipeline from a stored row.',
      from: { pathNot: '^(server/access/|server/pipeline/|db/seed/|server/platform/test-|.*[.]test[.]ts$)' },
      to: { path: '^server/platform/mint-tenant-scope' },
    },
    {
      name: 'sandbox-child-is-alone',
      severity: 'error',
      comment: "The process that runs strangers' scripts loads nothing of ours but its own folder.",
      from: { path: '^server/sandbox/child/' },
      to: { path: '^(server|db|components|app)/', pathNot: '^server/sandbox/' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      comment: 'What runs in production is a dependency.',
      from: {
        path: '^(app|components|server|db)/',
        pathNot: '([.]test[.]tsx?$|[.]fixture[.]ts$|^server/platform/test-)',
      },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/(@types|tailwindcss)' },
    },
    {
      name: 'ui-is-for-any-product',
      severity: 'error',
      comment: 'components/ui could ship elsewhere: it knows no noun.',
      from: { path: '^components/ui/' },
      to: { path: '^(components/(?!ui/|messages/)|server/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^[.]next|^[.]runtime|^[.]data)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
