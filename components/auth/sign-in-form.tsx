'use client';
import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export interface DemoAccount {
  email: string;
  customer: string;
  role: string;
}

type Refusal = 'wrong' | 'tooMany' | 'unreachable';

interface SignInFormProps {
  /** Where the reader wanted to go. */
  callbackUrl: string;
  /** Shown on an installation with demo data only. */
  demo: { accounts: DemoAccount[]; password: string } | null;
}

export function SignInForm({ callbackUrl, demo }: SignInFormProps) {
  const t = useTranslations('auth.signIn');
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setRefusal(null);
    const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined);
    if (answer?.ok && !answer.error) {
      router.replace(callbackUrl);
      router.refresh();
      return;
    }
    setRefusal(refusalOf(answer?.error));
    setPending(false);
  }

  return (
    <>
      <form method="post" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {refusal ? (
          <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad text-sm">
            {t(refusal)}
          </p>
        ) : null}
        <TextField
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(e) => setEmail(e.target.value)}
        />
        <TextField
          label={t('password')}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Button type="submit" variant="primary" pending={pending} className="mt-1">
          {t('submit')}
        </Button>
      </form>
      {demo ? (
        <section className="mt-6 border-line border-t pt-4" aria-labelledby="demo-accounts">
          <h2 id="demo-accounts" className="font-medium text-sm">
            {t('demo')}
          </h2>
          <p className="mt-0.5 text-faint text-sm">{t('demoHint')}</p>
          <ul className="mt-2 flex flex-col">
            {demo.accounts.map((account) => (
              <li key={account.email}>
                <button
                  type="button"
                  className="-mx-2 flex w-[calc(100%+16px)] flex-wrap items-baseline justify-between gap-x-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-sel"
                  onClick={() => {
                    setEmail(account.email);
                    setPassword(demo.password);
                  }}
                >
                  <span className="mono">{account.email}</span>
                  <span className="text-faint">
                    {account.customer} · {account.role}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function refusalOf(error: string | null | undefined): Refusal {
  if (error === 'CredentialsSignin') return 'wrong';
  if (error === 'access.too-many-tries') return 'tooMany';
  return 'unreachable';
}
