import type { Metadata } from 'next';
import { cache } from 'react';
import { AccountPage } from '#components/sims/account-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadSimAccount } from '#server/sims/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const accountOf = cache(loadSimAccount);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await accountOf((await params).id)).name };
}

export default async function Page({ params }: PageProps) {
  const [account, may] = await Promise.all([
    accountOf((await params).id),
    allowed('sim-accounts.update', 'sim-accounts.delete'),
  ]);
  return (
    <AccountPage
      account={account}
      may={{ update: may['sim-accounts.update'], delete: may['sim-accounts.delete'] }}
    />
  );
}
