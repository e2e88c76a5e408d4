/** Every code an error of Onward may carry, with what it means and the way out. */
import { assistantErrorCodes } from './assistant-error-codes.ts';
import type { OnwardCode } from './errors.ts';
import { recoveryErrorCodes } from './recovery-error-codes.ts';
import { workErrorCodes } from './work-error-codes.ts';

/** Code to one line: what is wrong; what to do. */
export const errorCodes: Readonly<Record<OnwardCode, string>> = {
  ...assistantErrorCodes,
  // The journey language: findings of the compiler, each with its file, line and column.
  'ONW-LANG-ACTION': 'A task or park gives its owner nothing to answer; name at least one action.',
  'ONW-LANG-ARGUMENT':
    'An argument of a command is missing or unknown; give exactly those declared.',
  'ONW-LANG-CALENDAR':
    'A calendar has under one hour of work a week, or shifts that overlap; correct its week.',
  'ONW-LANG-CLOCK':
    'A clock names a moment that never comes, or counts what it does not measure; correct it.',
  'ONW-LANG-DECIDE':
    'A decision may find no way on; give each branch a `to`, and the last one no `when`.',
  'ONW-LANG-DEPENDS':
    'A step that waits for another journey leaves an end of it open; cover every outcome.',
  'ONW-LANG-DUPLICATE':
    'A name or value stands twice where it must be unique; remove or rename one.',
  'ONW-LANG-DURATION':
    'A duration is not one, is nothing, or too long; write 90s, 15m, 24h, 3d, 2w or 1d12h.',
  'ONW-LANG-FALLBACK': 'The fallbacks of teams run in a circle; let one of them end the chain.',
  'ONW-LANG-FILE': 'A file cannot be read, or is named twice; correct the list of journeys.',
  'ONW-LANG-FROM':
    'None of the awaited events comes from the system in `from`; name the right one.',
  'ONW-LANG-GUARD':
    'A guard compares nothing, or what has no order, or hides what follows; correct its `when`.',
  'ONW-LANG-HANDLER':
    'An awaited event leads nowhere, or an event is named twice on one level; handle it once.',
  'ONW-LANG-HOLIDAYS':
    'A place has no holidays that are known, or none on a date; name another, or list the dates.',
  'ONW-LANG-KEY': 'A key is not known at its place; use one of those allowed there.',
  'ONW-LANG-LADDER':
    'A ladder ends with a team; end it with a role, or give a `then` or `park` after it.',
  'ONW-LANG-MESSAGE':
    'A system cannot report what a message waits for, or a channel is not of its template.',
  'ONW-LANG-MISSING': 'A required key is missing; add it.',
  'ONW-LANG-NAME': 'A name has a form that is not allowed; write lower-case words with hyphens.',
  'ONW-LANG-OVERDUE': 'Nothing changes when a deadline passes; give `escalate`, `then` or `park`.',
  'ONW-LANG-OWNER': 'Nobody owns a step; name an owner on the step, its stage or the journey.',
  'ONW-LANG-REMINDER':
    'A reminder says what, when and by whom: a template, `before` or `after`, a system for it.',
  'ONW-LANG-SETTINGS': 'A connector refuses its settings; see its documentation.',
  'ONW-LANG-SIZE': 'A file is too long, too deep or too large with its aliases; split it.',
  'ONW-LANG-STEP-KIND': 'A step does not say what it is; give it one of the ten telling keys.',
  'ONW-LANG-TIME': 'A date, time of day, instant or zone does not exist; correct it.',
  'ONW-LANG-TRACK':
    'A track is entered, undone or given up from another, or cannot be joined; go outside it.',
  'ONW-LANG-TYPE': 'A value has the wrong shape; write what is allowed at its place.',
  'ONW-LANG-READ-BACK': 'What is read back must be said by its look-up; name what it states.',
  'ONW-LANG-WRITE-BACK': 'The command takes what the event does not tell; name one that fits.',
  'ONW-LANG-UNDO': 'A command is undone by itself or by no command; name another command step.',
  'ONW-LANG-UNKNOWN-CALENDAR': 'No calendar has this name; declare it under `calendars`.',
  'ONW-LANG-UNKNOWN-COMMAND': 'The system has no such command; see what its connector declares.',
  'ONW-LANG-UNKNOWN-CONNECTOR': 'No connector has this name; use one that is installed.',
  'ONW-LANG-UNKNOWN-DATA': 'Nothing of this name comes with the event or action; see its data.',
  'ONW-LANG-UNKNOWN-EVENT': 'The system has no such event; see what its connector declares.',
  'ONW-LANG-UNKNOWN-FACT': 'The journey has no such fact; declare it under `facts`.',
  'ONW-LANG-UNKNOWN-JOURNEY': 'The program has no such journey; add its file to `journeys`.',
  'ONW-LANG-UNKNOWN-LIST': 'No code list has this name; declare it under `codes`.',
  'ONW-LANG-UNKNOWN-LOOK-UP': 'The system has no such look-up; see what its connector declares.',
  'ONW-LANG-UNKNOWN-MILESTONE': 'The other journey has no such milestone; see its transitions.',
  'ONW-LANG-UNKNOWN-OUTCOME': 'The other journey never ends so; see its `end` steps.',
  'ONW-LANG-UNKNOWN-OWNER': 'No team or role has this name; declare it under `teams` or `roles`.',
  'ONW-LANG-UNKNOWN-PURPOSE': 'No template has this purpose; name one that a template states.',
  'ONW-LANG-UNKNOWN-STEP': 'The journey has no such step; correct the name or add the step.',
  'ONW-LANG-UNKNOWN-SYSTEM': 'No system has this name; declare it under `systems`.',
  'ONW-LANG-UNKNOWN-TEMPLATE': 'No template has this name; declare it under `templates`.',
  'ONW-LANG-VALUE': 'A value is not of the type of its fact or argument; write one that is.',
  'ONW-LANG-YAML': 'The text is not YAML, or holds hidden characters; correct it at the position.',

  // Working time.
  'ONW-CALENDAR-EMPTY': 'A calendar without working time was used; compile the program again.',

  // Bodies of JSON.
  'ONW-JSON-DUPLICATE-KEY': 'An object has the same key twice; name each member once.',
  'ONW-JSON-ENCODING': 'The body is not valid UTF-8; send JSON as UTF-8.',
  'ONW-JSON-KEY': 'An object has a key that JavaScript gives a meaning to; rename the member.',
  'ONW-JSON-NUMBER': 'A number lies beyond ±(2^53 - 1); send it as text or smaller.',
  'ONW-JSON-SYNTAX': 'The body is not JSON; send one JSON value.',
  'ONW-JSON-TEXT': 'A text holds a NUL or half of a surrogate pair; send whole characters.',
  'ONW-JSON-TOO-DEEP': 'The body nests deeper than 64 levels; send a flatter object.',
  'ONW-JSON-TOO-LARGE': 'The body is larger than 1 MiB; send fewer or smaller items at a time.',

  // Deliveries: who sent them, and for whom.
  'ONW-CONNECTOR-FAULT':
    'A connector failed on an input; a defect of Onward: report the message type.',
  'ONW-POLICY': 'The policy of messages cannot be used as it is written; nothing was computed.',
  'ONW-SECRET-INVALID':
    'A variable holds no secret of the right form; copy it from the provider again.',
  'ONW-SECRET-MISSING': 'A variable with a secret or an address is not set; set it and try again.',
  'ONW-SETTINGS': 'A system runs with settings that were never checked; compile the program again.',
  'ONW-SIGNATURE-INVALID':
    'The signature does not match the body; check that both sides hold one secret.',
  'ONW-SIGNATURE-MISSING': 'A header of the signature is missing; sign the delivery.',
  'ONW-SIGNATURE-TIME': 'The signature is more than five minutes off; check the clocks and resend.',
  'ONW-SYSTEM-SILENT': 'The system takes no deliveries, commands or look-ups; see its connector.',
  'ONW-SOURCE-REPORT': 'How the systems stand could not be kept this time; it is told again.',
  'ONW-SOURCE-AWAY':
    'A system cannot be reached or gives no answer; see to its network or its host.',
  'ONW-SOURCE-REFUSED': 'A system takes our credentials no longer; renew them.',
  'ONW-SYSTEM-UNKNOWN': 'The program has no such system; use the name of one that it declares.',

  // Events at the gate.
  'ONW-EVENT-ANSWER': 'A key given back is none that Onward gave; return it unchanged.',
  'ONW-EVENT-DATA':
    'A member is not declared or not of its declared type; correct it at the sender.',
  'ONW-EVENT-ID': 'An event has no well-formed id; send 1 to 128 letters, digits or . _ : -.',
  'ONW-EVENT-SHAPE': 'The body is not an event of the expected form; see the pointer given.',
  'ONW-EVENT-OLD':
    'It happened before a journey of its subject ended of which not all is kept, so nobody knows ' +
    'whether it was taken; a person decides.',
  'ONW-EVENT-TIME': 'The time of an event is no instant; send RFC 3339 with an offset.',
  'ONW-EVENT-UNDECLARED':
    'The program declares no such event; use a type that its systems can say.',
  'ONW-EVENT-UNPLACED': 'An event names neither a subject nor a journey; send a declared ref.',
  'ONW-EVENT-UNUSED':
    'The program has no use for the message or event; declare and handle it if it matters.',

  // Devices.
  'ONW-DEVICE-TOO-MANY':
    'A delivery holds over 10,000 readings, or crosses bands over 1,000 times; send fewer.',

  // EHRs that speak FHIR.
  'ONW-FHIR-ARGUMENT':
    'An argument of a command does not fit the member it is written to; correct the settings.',
  'ONW-FHIR-CONFLICT': 'Others keep changing the resource; the change is asked for again later.',
  'ONW-FHIR-DIFFERS': 'The EHR does not show what was written to it; a person must look there.',
  'ONW-FHIR-GONE': 'The resource is no longer there, or not yet; fetch it again, or ignore this.',
  'ONW-FHIR-PATIENT':
    'The patient is not known to the EHR, or is another; correct the identifier there.',
  'ONW-FHIR-REFERENCE':
    'A reference leads to another server than the one in the settings; correct `url` or the EHR.',
  'ONW-FHIR-SEARCH': 'The EHR refuses a search that is needed; have its administrator allow it.',
  'ONW-FHIR-SHAPE': 'The body is no resource of FHIR R4 as it must be; see the pointer given.',
  'ONW-FHIR-SUBSCRIPTION': 'The EHR switched its subscription off; set it to active again there.',
  'ONW-FHIR-TAKEN': 'What was free is taken by now; another time must be found.',
  'ONW-FHIR-TOO-MANY': 'A notification names more than 200 resources; set a smaller maxCount.',
  'ONW-FHIR-TWICE': 'The EHR holds the same command twice; remove one of the two resources.',
  'ONW-FHIR-VERSION': 'The EHR gives no versions, so that a change could hide another; ask for it.',

  // HL7 v2 and its line.
  'ONW-HL7-ARGUMENT':
    'An argument of a command does not fit the member it is written to; correct the settings.',
  'ONW-HL7-EVENT-UNUSED':
    'The message type is none that Onward speaks of; ignore it or stop sending it.',
  'ONW-HL7-FACILITY': 'No system names the sender (MSH-3, MSH-4); add it to `facilities` of one.',
  'ONW-HL7-SYNTAX': 'The bytes hold no HL7 v2 message; begin with a valid MSH segment.',
  'ONW-HL7-TIME': 'A time of the appointment cannot be read; correct it at the sender.',
  'ONW-HL7-TOO-LARGE': 'A message is larger than 1 MiB; send it without its documents.',
  'ONW-HL7-URL': 'A variable holds no line; write mllp://host:port, or mllps:// with TLS.',
  'ONW-HL7-ZONE': 'A time has no offset and no zone is known; set `zone` in the settings.',
  'ONW-INGEST-FAILED': 'An event could not be made durable; nothing is lost: send it again.',
  'ONW-MLLP-UNANSWERED': 'The HL7 line gave no acknowledgement; send the message again.',

  // Calls out.
  'ONW-LOOKUP-REF': 'No outside id is known to ask by; the look-up waits until one is.',
  'ONW-OUT-ADDRESS': 'The address is in a network that may not be called; allow it or correct it.',
  'ONW-OUT-ANSWER': 'The answer is not what the settings say; correct the settings or the system.',
  'ONW-OUT-BUSY':
    'The system, or our calls to it, are at their limit (408, 425, 429, 5xx); it is tried again.',
  'ONW-OUT-HOST':
    'The host is none that the system may be called at; correct the variable with its address.',
  'ONW-OUT-OPEN':
    'The system did not answer lately and is left alone for a moment; it is tried again by itself.',
  'ONW-OUT-CREDENTIALS':
    'The system refuses our credentials (401, 403); correct the variable that holds them.',
  'ONW-OUT-REDIRECT':
    'The system answered with a redirect, which is not followed; correct the URL.',
  'ONW-OUT-REJECTED': 'The system refused the command (4xx); a person must look at it.',
  'ONW-OUT-STATUS': 'A look-up was answered with an error status; it is asked again.',
  'ONW-OUT-UNKNOWN': 'No answer came and the request may have arrived; its outcome is looked up.',
  'ONW-OUT-UNREACHED': 'The system could not be reached and nothing was sent; it is tried again.',
  'ONW-OUT-URL': 'A variable holds no plain http or https URL; correct it.',

  // Messages to people.
  'ONW-CONSENT-MISSING':
    'What it is sent for needs the consent of the person, and there is none; it was not sent.',
  'ONW-CONSENT-WORD':
    'The word names a channel or a purpose that the program does not have; nothing was entered.',
  'ONW-CONSENT-REVOKED':
    'The person wants no messages of this kind over this channel; it was not sent.',
  'ONW-CONTACT-UNKNOWN':
    'The vault has no contact of the subject for the channel; bring one with an event.',
  'ONW-LINK-EXPIRED':
    'A link of a message is older than it may be; the person answers in another way.',
  'ONW-LINK-INVALID':
    'A link is none that this edge wrote for the system, or lacks a part; send a new message.',
  'ONW-LINK-UNPRESSED':
    'An address of a link was called without what its button sends; nothing was done.',
  'ONW-MAIL-SHAPE':
    'The body is no mail message that can be read; deliver it as it came, in raw form.',
  'ONW-MAIL-TLS':
    'The mail server offers no STARTTLS; use smtps, or set `tls: none` for a trusted network.',
  'ONW-SMS-NUMBER':
    'The provider takes no text message to the number; a person must ask for another.',
  'ONW-SMS-OPTED-OUT': 'The person has opted out of text messages; use another channel.',
  'ONW-SMS-TOO-LONG':
    'A text message has more segments than the settings allow; shorten its template.',
  'ONW-TEMPLATE-RENDER':
    'A template needs a value that the command did not bring; correct the template.',
  'ONW-TEMPLATE-UNKNOWN':
    'The system has no text for the template; add it to `templates` of its settings.',

  // Keys and the vault.
  'ONW-KEY-LENGTH': 'An installation key is not 32 bytes; set it to 64 hex digits.',
  'ONW-NOTE-SIZE': 'A note is empty or longer than 4,000 characters; write a shorter one.',
  'ONW-VAULT-BUSY': 'Other processes keep the same outside ids; it is tried again.',
  'ONW-VAULT-KEY': 'A row of the vault does not open; start with the key it was sealed with.',
  'ONW-VAULT-STORE': 'The vault could not keep an id that a command returned; it is asked again.',
  'ONW-VAULT-UNKNOWN':
    'An outside id is not in the vault, or was erased; a person must send by hand.',

  // The HTTP API: requests that are refused before anything of them is done.
  'ONW-BATCH-TOO-LARGE': 'A batch holds more events than allowed (1,000); send several batches.',
  'ONW-BODY':
    'The body does not have its documented form; see the pointer given and /openapi.json.',
  'ONW-BODY-BROKEN': 'The body broke off before its end; send the request again.',
  'ONW-BODY-ENCODING': 'The body is compressed; send it as it is.',
  'ONW-BODY-TOO-LARGE': 'The body is larger than allowed (1 MiB); send fewer items at a time.',
  'ONW-BODY-TOO-SLOW': 'The body took too long to begin or to arrive (5 s, 30 s); send it again.',
  'ONW-CURSOR': 'The cursor is not one of this list; start again without `after`.',
  'ONW-EVENTS-SHAPE': 'The media type promises one event or a batch and the body is the other.',
  'ONW-HOST-REFUSED': 'Without a token only local host names are answered; set a token.',
  'ONW-IDEMPOTENCY-KEY': 'The Idempotency-Key is not 1 to 128 letters, digits or . _ : -.',
  'ONW-MEDIA-TYPE': 'The media type of the body is not taken here; send JSON in UTF-8.',
  'ONW-METHOD': 'The path does not take this method; the Allow header names those it takes.',
  'ONW-ORIGIN-REFUSED': 'Another web page may not write here; call from a server or the console.',
  'ONW-QUERY': 'A parameter is not of its documented form; see the pointer and /openapi.json.',
  'ONW-ROUTE-UNKNOWN': 'There is nothing at this path; see /openapi.json for what there is.',
  'ONW-TOKEN': 'The token is missing or wrong; send `Authorization: Bearer` with the token.',

  // What people ask of journeys.
  'ONW-ACTION-DATA': 'The data is not what the action declares; send each member of its type.',
  'ONW-ACTION-UNKNOWN': 'The obligation has no such action; use one of those it names.',
  'ONW-ACTOR-UNKNOWN': 'The actor is no person of the program; use an id of one of its teams.',
  'ONW-DUE-PAST': 'The task would be due already; give it a time to come.',
  'ONW-JOURNEY-ABSENT': 'There is no such journey; check its id.',
  'ONW-JOURNEY-ENDED': 'The journey has ended; nothing can be added to it.',
  'ONW-OBLIGATION-ABSENT': 'There is no such obligation, or not of this journey; check its id.',
  'ONW-OBLIGATION-CLOSED': 'The obligation is no longer open; read the journey again.',
  'ONW-OWNER-UNKNOWN': 'The program has no such team or role; name one of those it has.',

  ...recoveryErrorCodes,
  ...workErrorCodes,

  // Running the server.
  'ONW-BUSY': 'More is under way than can be held; send it again in a moment.',
  'ONW-CLOCK-BACKWARD': 'The development clock cannot go back; send a later time.',
  'ONW-CLOCK-SPAN': 'The development clock moves by clock time; send a length such as `2d`.',
  'ONW-INTERNAL': 'A defect of Onward; quote the request id to whoever runs it.',
  'ONW-JOURNEY-UNKNOWN': 'A state names a journey its program does not have; a defect: report it.',
  'ONW-LISTEN': 'The address cannot be listened on; stop what has the port, or name another.',
  'ONW-LISTEN-OPEN': 'Without a token only this machine may connect; set a token or use 127.0.0.1.',
  'ONW-NOT-READY': 'The engine or its database does not answer; look at the log of both.',
  'ONW-STREAMS-FULL': 'Too many live views are open; close one or try again later.',

  // The command line.
  'ONW-CHECK-JOURNEY': 'The program has no journey of that name; name one of those it has.',
  'ONW-DATABASE-URL': 'The address of the database is none; write postgres://user@host/name.',
  'ONW-DEFECT': 'Something unexpected in the command itself; report it with the place it names.',
  'ONW-BRIEF-PASS':
    'The pass to a brief is over, forged or for another obligation; ask the console for a new one.',
  'ONW-COORDINATOR-AWAY': 'An edge got no answer of its coordinator; start it, nothing is lost.',
  'ONW-COORDINATOR-REFUSED':
    'A coordinator does not take an edge; check its address, and ONWARD_EDGE_TOKEN on both sides.',
  'ONW-COORDINATOR-URL': 'The address of a coordinator is none; write http://host:4400.',
  'ONW-EDGE-TOKEN': 'The planes share no secret; set ONWARD_EDGE_TOKEN for both processes.',
  'ONW-EDGE-ONLY':
    'An edge was asked for what only its coordinator has; report it, it is a defect.',
  'ONW-EDGE-AWAY': 'No edge came for an order; start `onward edge`, it is tried again.',
  'ONW-EDGE-LOST':
    'An edge took an order and did not say what came of it; look into the system before repeating.',
  'ONW-EVENT-REJECTED': 'An event was refused without a reason of its own; look at the log.',
  'ONW-CONNECTOR-MODULE':
    'A module holds no connector and its trial; make one with `onward connector new`, and compare.',
  'ONW-RECORDING-FORM': 'A file is no recording of a delivery; see docs/connectors/your-own.md.',
  'ONW-RECORDING-NONE':
    'There are no recordings beside a connector; write one, or use `onward connector record`.',
  'ONW-ERASE-UNASKED': 'Nobody can be asked whether to erase; say --yes.',
  'ONW-FILE-UNUSABLE': 'A file given as data holds no JSON object; correct it, or use --data.',
  'ONW-FOLDER-IN-USE': 'The folder is not empty; name a new one.',
  'ONW-FOLDER-UNUSABLE': 'A folder or file named cannot be used; name another or mend its rights.',
  'ONW-KEY-INVALID': 'An installation key is not 64 hex digits; give the right one.',
  'ONW-KEY-LOST': 'The key of the database in the data folder is gone; restore it, or give it.',
  'ONW-KEY-MISSING': 'A shared database needs the installation key; give it as ONWARD_KEY.',
  'ONW-PORT-IN-USE': 'Another program has the port; stop it, or name another one.',
  'ONW-PROGRAM-INVALID': 'The program has problems, listed before; correct them and run it again.',
  'ONW-PROGRAM-UNPROVED':
    'A property of the program is not proved; mend it with `onward check`, or accept it by name.',
  'ONW-PROGRAM-MISSING': 'There is no program at the path; name its folder, or use `onward init`.',
  'ONW-SCENARIO-FORM': 'A scenario is not of its form; correct it at the line and column.',
  'ONW-SCENARIO-NONE': 'There is no scenario, or none that fits; write one, or widen the filter.',
  'ONW-SERVER-ANSWER': 'The answer is not one of this Onward; check the address and the version.',
  'ONW-SERVER-UNREACHABLE': 'No Onward answers there; start one, or give --url.',
  'ONW-STORY-FORM':
    'The file is neither a story nor a report; make one with `onward check --story` or --json.',
  'ONW-STORY-NONE':
    'There is no story, or none that fits; see what was refuted, or choose another.',
  'ONW-STORY-PROGRAM':
    'The story cannot happen in this program; make it again with `onward check --story`.',
  'ONW-TARGET-MISSING': 'The variable with the address of a system is not set; set it.',
  'ONW-TIME-CROWDED': 'Too many deadlines lie before that time; move the clock in smaller steps.',
  'ONW-TOUR-PROGRAM': 'The tour is one of examples/01-telehealth; leave out --tour.',

  // Events and journeys in the engine.
  'ONW-EVENT-ID-REUSED':
    'The source sent another event under an id it used before; give each event its own id.',
  'ONW-KEY-REUSED': 'The idempotency key was used for another input; give each input its own.',
  'ONW-LISTENER-FAULT': 'A live view failed while it was told; nothing of the commit is lost.',
  'ONW-MESSAGE-CAP':
    'The person has had as many messages as the program allows; it waits until there is room, or ' +
    'somebody is told that there is none in time.',
  'ONW-MESSAGE-LATE':
    'The hours leave no time in which the message is of use; somebody is told so, and can call.',
  'ONW-MESSAGE-HOURS': 'A message was delayed out of the hours; it is sent when they begin again.',
  'ONW-MESSAGE-STALE': 'The journey went on before a message was sent; it was not sent.',
  'ONW-NO-ENROLMENT': 'The event does not begin this journey; nothing was done.',
  'ONW-NO-JOURNEY': 'The subject is known, but no open journey has a use for the event.',
  'ONW-NOT-AWAITED': 'The journey does not wait for the one that spoke; nothing was done.',
  'ONW-NOT-DUE': 'Nothing of the journey is due yet; nothing was done.',
  'ONW-SEND-FAULT': 'A connector failed while it sent; the outcome is taken as unknown.',
  'ONW-STATE-BROKEN':
    'The stored state of a journey is damaged: put it back from a backup or fold its journal; ' +
    'what came for it is kept, and events are placed by themselves once it is whole.',
  'ONW-STEP-FAULT':
    'An input broke the step; the journey stayed where it was and an owned exception was opened.',
  'ONW-STEP-UNKNOWN': 'The journey has no such step outside its tracks; name one of its steps.',
  'ONW-STOPPING': 'The process is stopping; send it again in a moment.',
  'ONW-SUBJECT-AMBIGUOUS':
    'The refs of an event belong to several subjects; a person must say which.',
  'ONW-SUBJECT-UNKNOWN':
    'No journey knows the refs of an event yet; it is placed as soon as one of them becomes known.',

  // The database and its folder.
  'ONW-DATA-ABSENT': 'There is no database in the data folder; name its folder with --data.',
  'ONW-DATA-IN-USE': 'Another process uses the data folder; stop it or choose another with --data.',
  'ONW-DATA-UNUSABLE': 'The data folder cannot be used; the message says what to mend.',
  'ONW-DATA-VERSION': 'The data was written by another major version of PostgreSQL; use that one.',
  'ONW-FENCE-BLIND':
    'The database does not say what it is known by, so that a restored backup would not be seen; ' +
    'allow pg_control_system() to its user.',
  'ONW-FENCE-NONE': 'No fence is up; there is nothing to release.',
  'ONW-FENCE-WORDS': 'A fence is taken down by somebody, for a reason; give --actor and --reason.',
  'ONW-FENCED':
    'The database is not the one that was left, or an older copy of it: only look-ups leave ' +
    'until somebody looks and says `onward release`.',
  'ONW-RACE-LOST': 'Another process took the same input first; the batch is read again by itself.',
  'ONW-RESTORED':
    'What was asked for may have been done in what a restored backup has lost; it was not sent, ' +
    'and its outcome is unknown.',
  'ONW-STORE-CELLS': 'The installation has another number of cells; leave the number out.',
  'ONW-STORE-NEWER': 'The database was set up by a newer version; start that one.',
  'ONW-WITNESS-UNUSABLE':
    'What tells an older copy of the database from the newer cannot be kept; name another folder ' +
    'with --witness.',
  'ONW-STORE-UNAVAILABLE': 'The database does not answer; what was sent may be sent again.',

  // Certificates of a proof, and why the verifier does not accept one.
  'ONW-CERTIFICATE-CLEAN':
    'An end of the certificate leaves something open, unanswered or not undone; write it again.',
  'ONW-CERTIFICATE-END': 'A class of the certificate leads to no end; write the certificate again.',
  'ONW-CERTIFICATE-FORM':
    'The file is no certificate; write one with `onward check --certificate`.',
  'ONW-CERTIFICATE-LIVE':
    'The certificate leaves out a fact that may still be read; write it again.',
  'ONW-CERTIFICATE-OPEN':
    'Something can happen that leads out of the certificate; write the certificate again.',
  'ONW-CERTIFICATE-PENDING':
    'A class of the certificate has nothing pending, owned and dated; write it again.',
  'ONW-CERTIFICATE-PLAN':
    'Something can happen that the program has no plan for; see `onward check`.',
  'ONW-CERTIFICATE-PROGRAM':
    'The certificate was written for other definitions; write it again for these.',
  'ONW-CERTIFICATE-SILENCE':
    'In a class of the certificate silence leads to nobody accountable; write it again.',
  'ONW-CERTIFICATE-SIZE':
    'A journey has too many classes for a certificate; raise --cap, or split the journey.',
  'ONW-CERTIFICATE-STEP':
    'A class of the certificate is none that a journey can stand in; write it again.',
  'ONW-CERTIFICATE-TABLE':
    'The certificate lacks a value that the program tells apart; write it again.',
  'ONW-CERTIFICATE-UNDO':
    'A way of the certificate undoes what was not done; see `onward check`, C9.',
  'ONW-CERTIFICATE-UNPROVED':
    'The program is not proved, and only what is proved is certified; see `onward check`.',

  // Laws of the engine that were broken: please report them.
  'ONW-INSTANT-LOOP': 'Instant steps of the program lead to each other without an end.',
  'ONW-NOTHING-NEXT': 'An open journey would have had no next obligation; nothing was stored.',
  'ONW-NUMBERS-OUT': 'A batch needed more row numbers than it was given; nothing was stored.',
  'ONW-OBLIGATIONS-DIFFER': 'The list of obligations differs from the state of a journey.',
  'ONW-PROGRAM-GONE': 'A journey names a program version that the database does not hold.',
};
