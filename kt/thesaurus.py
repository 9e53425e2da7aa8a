"""Words of offices in general that people use for one another: what one asks, another wrote.

One group a line; a word may stand in several. Only questions are widened by it, never the index,
so that a line can be added without making the index anew.
"""

# One thing, written in several ways.
SPELLINGS = """
admin, administrator
app, application
back up, backup
ci, continuous integration
clean up, cleanup
coworker, co worker, colleague
db, database
department, dept
dev, developer
doc, document
docs, documentation
e mail, email
faq, frequently asked questions
follow up, followup
hand off, handoff, hand over, handover
help desk, helpdesk
home office, work from home, working from home, wfh
hr, human resources
id, identification
info, information
kick off, kickoff
log in, login, sign in, signin, sign on, log on
log out, logout, sign out
max, maximum
min, minimum
off boarding, offboarding
on boarding, onboarding
organisation, organization, org
pay day, payday
pay slip, payslip, pay stub, paystub
pc, computer
phone, telephone
pr, pull request
prod, production
programme, program
pto, paid time off
qa, quality assurance
repo, repository
roll out, rollout
schedule, timetable
set up, setup
sign off, signoff
sign up, signup
spec, specification
stand up, standup
sub contractor, subcontractor
time off, day off, days off
time sheet, timesheet
vm, virtual machine
vpn, virtual private network
wi fi, wifi
work flow, workflow
"""

# Things that are asked for one another.
GROUPS = """
absence, leave, time off, day off, away
accept, agree, approve
access, permission, right, privilege, authorization
accident, injury, incident
account, user, login, profile
add, create
address, residence, home
adviser, advice, guidance, tip, recommendation, best practice
agenda, programme, schedule
agreement, contract, terms
allowance, stipend, budget, benefit, perk
announce, notify, inform, tell, communicate, notice, message
annual, annually, yearly, every year, once a year, per year
answer, reply, respond, response
applicant, candidate
application, app, software, program, tool
apply, request, ask for, submit
appointment, meeting, call, catch up, check in, session
appraisal, review, evaluation, assessment, performance
approval, sign off, permission, clearance, consent
archive, retire, shut down, deprecate, close, decommission
assistance, help, support
attach, upload, append
attendance, presence
attorney, lawyer, solicitor, counsel, legal
automatically, by itself
backup, copy
badge, id card, access card, key card
bank account, direct deposit
basics, introduction, fundamentals, getting started
before, prior, beforehand, ahead, pre, first, prerequisite
beginner, newcomer, new hire, new joiner, new starter, new employee, joiner, starter, recruit
bill, invoice
birthday, date of birth
bonus, incentive, commission, reward
boss, manager, supervisor, line manager, lead, leader, head, chair
break, pause, rest
broken, fail, fault, error, defect, does not work, failure, problem
buddy, mentor, guide, companion
bug, defect, issue, error, problem, fault
build, pipeline, ci, continuous integration
bullying, harassment, misconduct, discrimination
business trip, travel, trip, journey, flight, hotel, train ticket, plane ticket
buy, purchase, order, procure, procurement
calendar, schedule, diary
cancel, withdraw, rescind, revoke, call off, take back
career, progression, promotion, development
certificate, cert, credential
change, modify, edit, update, amend, alter, different
chat, slack, teams, channel, messenger
check, review, verify, inspect, examine, audit
checklist, todo, tasks, list, steps
child, children, kids, family, dependent
class, course, training, lesson, workshop
cleanup, tidy
client, customer
cloud, hosting
colleague, coworker, teammate, team member, peer
comment, note, remark
company, organization, employer, firm
compensation, salary, pay, wage, remuneration, income, earnings, payroll
competence, skill, ability, qualification, competency
complaint, grievance, concern
complete, finish, done, end, fill in
computer, laptop, machine, pc, notebook, workstation
conference, event, summit
confidential, secret, private, sensitive, classified
contact, reach, get in touch, reach out
contractor, freelancer, external, consultant, vendor
conversation, talk, chat, discussion, speak
cost, price, pricing, fee, charge
country, abroad, overseas, foreign, international
criteria, requirement, condition, prerequisite
deadline, due date, cut off, time limit
decline, refuse, reject, deny
default, standard, usual
delete, remove, erase, drop, get rid of
deliver, ship, send, hand over
department, team, unit, division, group
deploy, deployment, release, roll out, rollout, ship, go live, launch
description, explanation, definition, meaning
desk, workplace, workspace, office
developer, engineer, programmer
device, equipment, hardware
difference, distinction, compare, versus, differ
director, head, executive, chief
disability, accommodation, accessibility
disable, switch off, turn off, deactivate, stop
discount, rebate, reduction
document, doc, page, text, paper, file
documentation, docs, handbook, manual, guide, wiki, guidebook
download, fetch, pull
draft, sketch, proposal
duty, responsibility, obligation
e mail, email, mail, message
education, study, degree, university, school
effective, take effect, come into force, in force, valid, apply
employee, staff, worker, personnel, teammate, colleague
employment, job, work, position
enable, switch on, turn on, activate
encrypt, encryption, tls, ssl, https
enroll, register, sign up, join, subscribe
equity, stock, share, option, grant
escalate, escalation, raise
every day, daily
every month, monthly
every week, weekly
example, sample, template
exit, leaver, leaving, offboarding, departure, resign, quit, termination, terminate, last day
expense, reimbursement, claim, refund, money back, cost
expert, specialist, authority, sme, veteran
expire, run out, lapse, end
external, outside, third party
feedback, opinion, suggestion
fill in, complete, enter, type
fire, dismiss, terminate, let go, lay off
fix, repair, correct, solve, resolve
flexible hours, flexitime, working hours, working pattern
folder, directory, drive
forgot, lost, forgotten, missing
form, sheet, questionnaire
framework, structure, model
freeze, lock
gift, present, swag, goodies, merchandise, merch
glossary, terms, definitions, abbreviations
goal, objective, target, aim
grade, level, band, rank
guest, visitor
guideline, policy, rule, regulation, standard, guidance
hand over, handover, handoff, transfer, pass on
handle, process, deal with, manage
health, medical, wellness, doctor
help desk, helpdesk, service desk, it support, support
hire, recruit, employ, onboard
holiday, vacation, annual leave, pto, time off, leave
home office, remote, work from home, telework, working from home, wfh, hybrid
hours, time, working time
how often, often, frequency, regularly, daily, weekly, monthly, annually, per week, per month, twice
hr, human resources, people ops, people team, people operations, personnel
identity, id, passport, identification
ill, sick, unwell, sickness, illness
immigration, visa, work permit, residence permit, work authorization, employment authorization
improve, enhance, better, optimize
increase, raise, rise, growth
induction, orientation, onboarding, welcome
information, details
install, set up, setup, configure, configuration
insurance, cover, coverage, benefits
internet, wifi, wi fi, wireless, network
interview, selection
invitation, invite
job, role, position, post
join, joining, start, first day, day one
law, legal, legislation
learn, training, study, practice
lesson, learning, experience, retrospective, lessons learned
letter, confirmation, proof
live, reside, residence, move
locked out, blocked
look after, care for, take care, responsible
mailing list, distribution list
maintain, keep up to date, up to date, current, maintenance
maternity leave, paternity leave, parental leave, baby
meeting notes, minutes
meeting room, conference room
meeting, call, standup, sync
membership, member, belong
mentee, protege, learner
merge, combine, integrate
migrate, migration, move, switch, transfer
milestone, phase, stage
mistake, error, wrong
mobile, phone, cell phone, smartphone
moderator, administrator, admin, owner
monitor, screen, display
move, relocate, relocation
notice period, notice
notification, alert, email, reminder
old, previous, outdated, obsolete
on call, standby
organize, arrange, plan, set up
outage, downtime, incident, disruption
owner, responsible, in charge, accountable
package, pack, parcel
parking, car park
part time, reduced hours
partner, spouse, husband, wife, family
passcode, pin
password, credential, passphrase, secret
pay day, payday, paid, payroll, pay schedule
payslip, paystub, pay slip, paycheck
pension, retirement, 401k, superannuation
permanent, full time
plan, roadmap, schedule
policy, rule, principle
post, publish, write
postpone, delay, defer, put off
pull request, merge request
preparation, prepare, get ready, prerequisite
prevent, avoid, stop
priority, urgent, important
problem, issue, trouble, difficulty
process, procedure, workflow, steps
production, prod
project, initiative, engagement
promote, promotion, advancement, progress
proof, evidence, confirmation, verify, verification
public, visible, open, published
publish, release, make public
question, query, ask, inquiry
raise, increase, pay rise, promotion
receipt, invoice, proof
referral, recommend
remind, reminder, nudge
renew, renewal, extend, extension
report to, manager, line manager
report, reporting
repository, codebase, code, source code
restart, reboot
restore, recover, reset, bring back
return, give back, hand back
revise, revision, review
reward, recognition
risk, danger, hazard
safe, secure, security
safety, health and safety
save, store, keep, put
search, find, look up, look for
security, protection, privacy
share, distribute, give access
shift, rota, roster
sick leave, sick day, sick pay, sick note
sign, signature
sponsor, sponsorship, pay for
start, begin, launch, kick off
stuck, blocked
sub contractor, subcontractor, vendor
suggestion, idea, proposal
supplier, vendor, provider
task, todo, action item
tax, tax return, tax form, income tax, w2
template, sample, boilerplate
ticket, issue, case, request
time sheet, timesheet, time tracking, hours
train, coach, teach, instruct
trial period, probation, probationary
troubleshoot, debug, diagnose
update, upgrade, refresh
urgent, emergency, immediately
urgent, immediately, emergency
version, release
video call, zoom, video conference
volunteer, sign up, offer
website, site, web page
withdraw, take back
workload, capacity, load
"""
