import { Link, useLocation } from 'wouter'
import { isNested, isOperator, planName, useViewer, wordsOf, type Organization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { setSecretsOwner } from '../components/kept-secrets.ts'
import { paths } from '../paths.ts'
import { setTheme, useTheme, type Theme } from './theme.ts'

interface Entry {
  label: string
  to: string
  /** The entry is current on paths with one of these prefixes; by default only on `to`. */
  within?: readonly string[]
}

/** The navigation. The dialect determines the names of its entries. */
export function Sidebar({ organization, name }: { organization: Organization | null; name: string }) {
  const viewer = useViewer()
  const [location] = useLocation()
  const entries = organization ? entriesOf(organization) : []
  const isCurrent = ({ to, within }: Entry) =>
    within ? within.some((start) => location.startsWith(start)) : location === to
  return (
    <nav className="sidebar" id="sidebar" aria-label="Places">
      <p className="sidebar-name">
        <span>{name}</span>
        {organization && <span className="tag">{planName(organization.plan)}</span>}
      </p>
      <ul>
        {entries.map((entry) => (
          <li key={entry.label}>
            <Link to={entry.to} aria-current={isCurrent(entry) ? 'page' : undefined}>
              {entry.label}
            </Link>
          </li>
        ))}
      </ul>
      {isOperator(viewer) && (
        <ul className="sidebar-operator">
          {OPERATORS.map(({ label, to }) => (
            <li key={label}>
              <Link to={to} aria-current={location === to ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="sidebar-foot">
        <ThemeChoice />
        <Button kind="quiet" onClick={() => void signOut()}>
          Sign out
        </Button>
      </div>
    </nav>
  )
}

const OPERATORS: readonly Entry[] = [
  { label: 'Organizations', to: paths.organizations },
  { label: 'Operations', to: paths.operations },
]

/** The entries. If the dialect shows webhooks inside a channel, there is one entry for its settings; else one per page. */
function entriesOf({ id, dialect }: Organization): Entry[] {
  const events = paths.events(id)
  const deliveries = paths.deliveries(id)
  const notices = paths.notices(id)
  const first = [
    { label: 'Overview', to: paths.overview(id) },
    { label: 'Events', to: events },
    { label: 'Deliveries', to: deliveries, within: [deliveries] },
    { label: 'Notices', to: notices, within: [notices] },
  ]
  const webhooks = paths.webhooks(id)
  const channels = paths.channels(id)
  const [place] = wordsOf(dialect).settingsPath
  const settings = [paths.eventTypes(id), paths.apiKeys(id), paths.retention(id)]
  if (isNested(dialect))
    return [...first, { label: place!, to: channels, within: [channels, webhooks, ...settings] }]
  return [
    ...first,
    { label: place!, to: webhooks, within: [webhooks] },
    { label: dialect.channelPlural, to: channels, within: [channels] },
    { label: 'Event types', to: settings[0]!, within: [settings[0]!] },
    { label: 'API keys', to: settings[1]!, within: [settings[1]!] },
    { label: 'Retention', to: settings[2]!, within: [settings[2]!] },
  ]
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <label className="theme">
      Theme
      <select value={theme} onChange={({ target }) => setTheme(target.value as Theme)}>
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  )
}

async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE' }).catch(() => {})
  setSecretsOwner(null)
  location.assign('/')
}
