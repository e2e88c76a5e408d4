/** The files of a new program: small enough to read at once, whole enough to run and be tested. */

/** Paths within the folder, with their text. */
export function newProgram(name: string): Readonly<Record<string, string>> {
  return {
    'program.yaml': program(name),
    'journeys/request.yaml': journey,
    'scenarios/nothing-is-forgotten.yaml': scenario,
    'README.md': readme(name),
    '.gitignore': '.onward/\n',
  };
}

const program = (
  name: string,
): string => `# Who is there, which systems speak, and what happens with what nobody planned for.
program: ${name}
journeys: [journeys/request.yaml]

calendars:
  office:
    zone: Europe/London
    week: { mon-fri: 09:00-17:00 }

# People are opaque ids; their names stay in your own directory.
teams:
  desk: { calendar: office, people: [p-1, p-2], fallback: lead }
roles:
  lead: { calendar: office, people: [p-3] }

exceptions: { within: { business: 1d }, escalate: [lead], every: 1d }

systems:
  # What your own tools tell Onward over its HTTP API.
  intake:
    connector: api
    owner: desk
    settings:
      events:
        request.received: { refs: { person: { of: subject } } }
        documents.received: { refs: { person: { of: subject } } }
        request.withdrawn: { refs: { person: { of: subject } } }
`;

const journey = `# A request: received, documents awaited, decided by a person.
journey: request
subject: person
owner: desk
enrol: { on: intake.request.received, once-per: subject }
start: documents

on: # anywhere in the journey
  intake.request.withdrawn: { to: withdrawn }
ignore:
  intake.request.received: the journey has begun with the first one

stages:
  collecting:
    target: 3d
    steps:
      documents:
        await: intake.documents.received
        from: intake
        within: 2d
        owner: desk
        on:
          intake.documents.received: { to: decision, milestone: complete }
        overdue: { then: ask-for-documents }
      ask-for-documents:
        task: call-for-documents
        owner: desk
        within: { business: 1d }
        on:
          intake.documents.received: { to: decision, milestone: complete }
        actions:
          on-their-way: documents
          gave-up: withdrawn
        overdue: { escalate: [lead], every: 1d }

  deciding:
    target: 2d
    ignore:
      intake.documents.received: the documents are there already
    steps:
      decision:
        task: decide
        owner: desk
        within: { business: 1d }
        actions: { accept: accepted, refuse: refused }
        overdue: { escalate: [lead], every: 1d }

  closing:
    steps:
      accepted: { end: accepted }
      refused: { end: refused }
      withdrawn: { end: withdrawn }
`;

const scenario = `scenario: documents never come, and a person is asked to call
starts: 2026-03-02T09:00:00Z # a Monday
steps:
  - event: intake.request.received
    expect: { step: documents, owner: desk, due: +2d }
  - silence-until: +2d
    expect: { step: ask-for-documents, owner: desk, obligations: [call-for-documents] }
  - silence-until: +5d
    expect: { step: ask-for-documents, owner: lead }
  - event: intake.documents.received
    expect: { step: decision, milestones: [complete] }
  - act: { task: decide, action: accept }
    expect: { status: ended, outcome: accepted }
`;

const readme = (name: string): string => `# ${name}

    onward check .     # is it right, and does it go on whatever happens?
    onward test .      # does it do what its scenarios say?
    onward dev .       # run it, with its own database

Then, in another terminal:

    onward send intake.request.received --subject 1001
    onward journeys list
`;
