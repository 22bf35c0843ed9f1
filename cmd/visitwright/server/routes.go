package server

import (
	"net/http"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

// routes is everything there is to ask, and who may ask it. A test walks this
// list and proves that each line refuses whoever it should.
func (s *Server) routes(d *door) {
	// Signing in, and one's own account.
	add(d, public(http.MethodPost, "/session", "Sign in"), s.signIn)
	add(d, own(http.MethodGet, "/session", "Who is signed in, with which rights"), s.session)
	add(d, own(http.MethodDelete, "/session", "Sign out"), s.signOut)
	add(d, own(http.MethodPost, "/session/reauth", "Give the password again, e.g. before signing"), s.reauth)
	add(d, own(http.MethodPost, "/session/totp/enrol", "Begin a second factor"), s.enrolTOTP)
	add(d, own(http.MethodPost, "/session/totp/confirm", "Confirm the second factor with its first code; gives the recovery codes"), s.confirmTOTP)
	add(d, own(http.MethodGet, "/session/totp/recovery", "How many recovery codes are left"), s.recoveryLeft)
	add(d, own(http.MethodPost, "/session/totp/recovery", "Make the recovery codes anew"), s.newRecovery)
	add(d, own(http.MethodPost, "/session/password", "Change the password"), s.changePassword)
	add(d, public(http.MethodGet, "/setup/{token}", "Whether a first administrator's link may still be used"), s.checkSetup)
	add(d, public(http.MethodPost, "/setup/{token}", "Make the practice and its first administrator"), s.setup)

	// Accounts of the practice.
	in(d, get("/users", ehr.ManageUsers, "Users"), s.users)
	in(d, post("/users", ehr.ManageUsers, "Make a user"), s.createUser)
	in(d, patch("/users/{user}", ehr.ManageUsers, "Change a user"), s.changeUser)
	add(d, own(http.MethodGet, "/specialties", "What clinicians practice"), s.specialties)
	in(d, get("/clinicians", ehr.ReadSchedule, "Who sees patients, for the schedule"), s.clinicians)

	// Schedule.
	in(d, get("/schedule", ehr.ReadSchedule, "A day's appointments"), s.schedule)
	in(d, post("/appointments", ehr.WriteSchedule, "Book an appointment"), s.createAppointment)
	in(d, patch("/appointments/{appointment}", ehr.WriteSchedule, "Change an appointment's status"), s.setAppointmentStatus)

	// Patients and their charts.
	in(d, post("/patients/search", ehr.ReadPatient, "Find patients"), s.searchPatients)
	in(d, post("/patients", ehr.WritePatient, "Take a patient into care"), s.createPatient)
	in(d, get("/patients/{patient}", ehr.ReadPatient, "A patient"), s.patient)
	in(d, get("/patients/{patient}/banner", ehr.ReadPatient, "What stands on every page about a patient"), s.banner)
	in(d, get("/patients/{patient}/chart", ehr.ReadChart, "A patient's chart and visits"), s.chart)
	in(d, post("/patients/{patient}/problems", ehr.WriteChart, "Add a problem"), added[NewProblem]((*store.Tx).AddProblem))
	in(d, post("/patients/{patient}/medications", ehr.WriteChart, "Add a medication"), added[NewMedication]((*store.Tx).AddMedication))
	in(d, post("/patients/{patient}/allergies", ehr.WriteChart, "Add an allergy"), added[NewAllergy](addAllergy))
	in(d, post("/patients/{patient}/vitals", ehr.WriteChart, "Add vital signs taken at one time"), s.addVitals)
	in(d, post("/patients/{patient}/results", ehr.WriteChart, "Add a result"), added[NewResult]((*store.Tx).AddObservation))
	in(d, post("/patients/{patient}/immunizations", ehr.WriteChart, "Add an immunization, given or not"), added[NewImmunization]((*store.Tx).AddImmunization))
	in(d, put("/patients/{patient}/allergy-status", ehr.WriteChart, "Say that allergies were asked for, with none known"), s.setAllergyStatus)
	in(d, post("/patients/{patient}/void", ehr.WriteChart, "Void an entry made in error"), s.voidEntry)
	in(d, post("/patients/{patient}/restore", ehr.WriteChart, "Take the voiding of an entry back"), s.restoreEntry)
	add(d, own(http.MethodGet, "/vital-signs", "Vital signs, with the values that a hand may type"), s.vitalSigns)

	// A visit, from opening to drafting.
	in(d, get("/templates", ehr.ReadSchedule, "Note templates"), s.templates)
	in(d, post("/templates", ehr.EditNote, "Save a note template of one's own as a new version"), s.saveTemplate)
	in(d, post("/practice-templates", ehr.ManageService, "Save a note template of the practice as a new version"), s.savePracticeTemplate)
	in(d, get("/template-defaults", ehr.ManageService, "What visits begin with where their clinician chose no note template"), s.templateDefaults)
	in(d, put("/template-defaults", ehr.ManageService, "Choose the practice's note template, or a specialty's"), s.setTemplateDefault)
	in(d, get("/template-versions", ehr.ReadSchedule, "A note template's text, with its versions"), s.templateVersions)
	add(d, own(http.MethodPost, "/template-trial", "What is wrong with a note template, and the note it makes of a demonstration visit"), s.tryTemplate)
	in(d, put("/session/note-template", ehr.EditNote, "Choose the template with which one's own visits are opened"), s.setOwnTemplate)
	in(d, get("/session/wordings", ehr.EditNote, "How one changes the drafts' words again and again"), s.wordings)
	in(d, put("/session/wordings", ehr.EditNote, "Have one of these put into drafts, or no longer"), s.chooseWording)
	in(d, post("/visits", ehr.RecordVisit, "Open a visit"), s.openVisit)
	in(d, get("/visits/{visit}", ehr.ReadVisit, "Everything about a visit"), s.visit)
	in(d, patch("/visits/{visit}", ehr.EditNote, "Choose the note template"), s.changeVisit)
	in(d, post("/visits/{visit}/void", ehr.RecordVisit, "Void a visit opened in error"), s.voidVisit)
	in(d, post("/visits/{visit}/consent", ehr.RecordVisit, "Record that consent was given, refused or withdrawn"), s.consent)
	add(d, get("/visits/{visit}/capture", ehr.RecordVisit, "Audio in: websocket, see scribe/capture/PROTOCOL.md").streams("application/octet-stream").upgrades(), s.capture)
	in(d, get("/visits/{visit}/events", ehr.ReadVisit, "What happens while the page is open").streams("text/event-stream"), s.events)
	in(d, post("/visits/{visit}/stop", ehr.RecordVisit, "Stop recording and write the note"), s.stop)
	in(d, post("/visits/{visit}/redraft", ehr.EditNote, "Write the draft again"), s.redraft)
	in(d, post("/visits/{visit}/retry", ehr.EditNote, "Run failed work again now"), s.retry)

	// The note, and what wants an answer beside it.
	in(d, put("/visits/{visit}/note", ehr.EditNote, "Save the note as a new version"), s.editNote)
	in(d, get("/visits/{visit}/note/versions", ehr.ReadVisit, "The note's history"), s.noteVersions)
	in(d, get("/visits/{visit}/note/versions/{version}", ehr.ReadVisit, "A version of the note"), s.noteVersion)
	in(d, post("/visits/{visit}/sentences/{item}/answer", ehr.EditNote, "Keep or remove a doubted sentence"), answered(s, s.steps.AnswerSentence))
	in(d, post("/visits/{visit}/omissions/{item}/answer", ehr.EditNote, "Take what was heard into the note, or not"), answered(s, s.steps.AnswerOmission))
	in(d, post("/visits/{visit}/reconciliations/{item}/answer", ehr.WriteChart, "Take what was heard into the chart, or not"), answered(s, s.steps.Reconcile))
	in(d, post("/visits/{visit}/orders/{item}/answer", ehr.EditNote, "Place or reject a staged order"), answered(s, s.steps.AnswerOrder))
	in(d, post("/visits/{visit}/alerts/{item}/answer", ehr.EditNote, "Answer an alert"), answered(s, s.steps.AnswerAlert))
	in(d, post("/visits/{visit}/codes/{item}/answer", ehr.ReviewCodes, "Accept or reject a code"), answered(s, s.steps.AnswerCode))
	in(d, post("/visits/{visit}/sign", ehr.SignNote, "Sign the note"), s.sign)
	in(d, post("/visits/{visit}/addenda", ehr.SignNote, "Add to a signed note"), s.addAddendum)

	// Listening again, and paper.
	in(d, get("/visits/{visit}/audio.wav", ehr.PlayAudio, "The visit's audio, with Range").streams("audio/wav"), s.playAudio)
	in(d, get("/visits/{visit}/peaks", ehr.PlayAudio, "The audio's outline"), s.peaks)
	in(d, get("/visits/{visit}/note.pdf", ehr.ReadVisit, "The note on paper").streams("application/pdf"), s.notePDF)
	in(d, get("/visits/{visit}/instructions.pdf", ehr.ReadVisit, "The patient's instructions on paper").streams("application/pdf"), s.instructionsPDF)

	// For administrators.
	in(d, get("/audit", ehr.ReadAudit, "Who read or changed what"), s.audit)
	add(d, get("/audit/verify", ehr.ReadAudit, "Whether the audit stands as it was written"), s.verifyAudit)
	in(d, get("/jobs", ehr.ManageService, "Work that fails, waits or runs"), s.listJobs)
	in(d, post("/jobs/{job}/retry", ehr.ManageService, "Run a job again now"), s.retryJob)
}
