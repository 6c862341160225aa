import { Link, useLocation } from 'wouter'
import { isNested, useOrganization, wordsOf } from '../api/viewer.ts'
import { PageHeader } from '../components/page-header.tsx'
import { paths } from '../paths.ts'
import type { ReactNode } from 'react'

/**
 * The header of a page of the organization. If the dialect has webhooks inside its settings, these pages are tabs there,
 * under the dialect's names; else each is a page with its own title.
 */
export function PlaceHeader({ title, actions }: { title: string; actions?: ReactNode }) {
  const { id, dialect } = useOrganization()
  const [location] = useLocation()
  if (!isNested(dialect)) return <PageHeader title={title} actions={actions} />
  const [settings, channels] = wordsOf(dialect).settingsPath
  const tabs = [
    [channels!, paths.channels(id)],
    ['Event types', paths.eventTypes(id)],
    ['API keys', paths.apiKeys(id)],
    ['Retention', paths.retention(id)],
  ] as const
  return (
    <PageHeader title={settings!} actions={actions}>
      <nav className="tabs" aria-label={settings}>
        {tabs.map(([label, to]) => (
          <Link key={to} to={to} aria-current={location === to ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
    </PageHeader>
  )
}
