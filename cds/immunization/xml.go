package immunization

// The shapes of CDC's XML, as far as the engine reads them
// (AntigenSupportingData.xsd and ScheduleSupportingData.xsd of 4.64).

type xmlAntigen struct {
	Immunity struct {
		History []struct {
			Code string `xml:"guidelineCode"`
		} `xml:"clinicalHistory"`
		Births []struct {
			Before     string `xml:"immunityBirthDate"`
			Country    string `xml:"birthCountry"`
			Exclusions []struct {
				Code string `xml:"exclusionCode"`
			} `xml:"exclusion"`
		} `xml:"dateOfBirth"`
	} `xml:"immunity"`
	Contraindications struct {
		Antigen []xmlContraindication `xml:"vaccineGroup>contraindication"`
		Vaccine []xmlContraindication `xml:"vaccine>contraindication"`
	} `xml:"contraindications"`
	Series []xmlSeries `xml:"series"`
}

type xmlContraindication struct {
	Code     string       `xml:"observationCode"`
	Text     string       `xml:"contraindicationText"`
	Begin    string       `xml:"beginAge"`
	End      string       `xml:"endAge"`
	Vaccines []xmlVaccine `xml:"contraindicatedVaccine"`
}

type xmlVaccine struct {
	CVX      string `xml:"cvx"`
	Begin    string `xml:"beginAge"`
	End      string `xml:"endAge"`
	MVX      string `xml:"mvx"`
	Trade    string `xml:"tradeName"`
	Forecast string `xml:"forecastVaccineType"`
}

type xmlSeries struct {
	Name       string   `xml:"seriesName"`
	Disease    string   `xml:"targetDisease"`
	Group      string   `xml:"vaccineGroup"`
	Guidance   []string `xml:"seriesAdminGuidance"`
	Type       string   `xml:"seriesType"`
	Equivalent string   `xml:"equivalentSeriesGroups"`
	Genders    []string `xml:"requiredGender"`
	Select     struct {
		Default    string `xml:"defaultSeries"`
		Product    string `xml:"productPath"`
		Group      string `xml:"seriesGroup"`
		Priority   string `xml:"seriesPriority"`
		Preference string `xml:"seriesPreference"`
		MinStart   string `xml:"minAgeToStart"`
		MaxStart   string `xml:"maxAgeToStart"`
	} `xml:"selectSeries"`
	Indications []xmlIndication `xml:"indication"`
	Doses       []xmlDose       `xml:"seriesDose"`
}

type xmlIndication struct {
	Code  string `xml:"observationCode>code"`
	Text  string `xml:"description"`
	Begin string `xml:"beginAge"`
	End   string `xml:"endAge"`
}

type xmlDose struct {
	Number      string        `xml:"doseNumber"`
	Ages        []xmlAge      `xml:"age"`
	Intervals   []xmlInterval `xml:"interval"`
	Allowable   []xmlInterval `xml:"allowableInterval"`
	Preferred   []xmlVaccine  `xml:"preferableVaccine"`
	Allowed     []xmlVaccine  `xml:"allowableVaccine"`
	Inadvertent []xmlVaccine  `xml:"inadvertentVaccine"`
	Skips       []xmlSkip     `xml:"conditionalSkip"`
	Recurring   string        `xml:"recurringDose"`
	Season      struct {
		Start string `xml:"startDate"`
		End   string `xml:"endDate"`
	} `xml:"seasonalRecommendation"`
}

type xmlAge struct {
	AbsMin   string `xml:"absMinAge"`
	Min      string `xml:"minAge"`
	Earliest string `xml:"earliestRecAge"`
	Latest   string `xml:"latestRecAge"`
	Max      string `xml:"maxAge"`
	From     string `xml:"effectiveDate"`
	To       string `xml:"cessationDate"`
}

type xmlInterval struct {
	Previous    string `xml:"fromPrevious"`
	Target      string `xml:"fromTargetDose"`
	MostRecent  string `xml:"fromMostRecent"`
	Observation string `xml:"fromRelevantObs>code"`
	AbsMin      string `xml:"absMinInt"`
	Min         string `xml:"minInt"`
	Earliest    string `xml:"earliestRecInt"`
	Latest      string `xml:"latestRecInt"`
	Priority    string `xml:"intervalPriority"`
	From        string `xml:"effectiveDate"`
	To          string `xml:"cessationDate"`
}

type xmlSkip struct {
	Context  string       `xml:"context"`
	SetLogic string       `xml:"setLogic"`
	Sets     []xmlSkipSet `xml:"set"`
}

type xmlSkipSet struct {
	From       string         `xml:"effectiveDate"`
	To         string         `xml:"cessationDate"`
	Logic      string         `xml:"conditionLogic"`
	Conditions []xmlCondition `xml:"condition"`
}

type xmlCondition struct {
	Type     string `xml:"conditionType"`
	Start    string `xml:"startDate"`
	End      string `xml:"endDate"`
	BeginAge string `xml:"beginAge"`
	EndAge   string `xml:"endAge"`
	Interval string `xml:"interval"`
	Count    string `xml:"doseCount"`
	DoseType string `xml:"doseType"`
	Compare  string `xml:"doseCountLogic"`
	Vaccines string `xml:"vaccineTypes"`
	Groups   string `xml:"seriesGroups"`
	Season   bool   `xml:"-"` // only the routine table: doses of the season count
}

type xmlSchedule struct {
	Conflicts []xmlConflict `xml:"liveVirusConflicts>liveVirusConflict"`
	Groups    []struct {
		Name string `xml:"name"`
		Full string `xml:"administerFullVaccineGroup"`
	} `xml:"vaccineGroups>vaccineGroup"`
	GroupAntigens []xmlGroupAntigens `xml:"vaccineGroupToAntigenMap>vaccineGroupMap"`
	CVX           []xmlCVX           `xml:"cvxToAntigenMap>cvxMap"`
	Observations  []struct {
		Code   string `xml:"observationCode"`
		Title  string `xml:"observationTitle"`
		Values []struct {
			Code   string `xml:"code"`
			System string `xml:"codeSystem"`
		} `xml:"codedValues>codedValue"`
	} `xml:"observations>observation"`
}

type xmlConflict struct {
	Previous string `xml:"previous>cvx"`
	Current  string `xml:"current>cvx"`
	Begin    string `xml:"conflictBeginInterval"`
	MinEnd   string `xml:"minConflictEndInterval"`
	End      string `xml:"conflictEndInterval"`
}

type xmlGroupAntigens struct {
	Name     string   `xml:"name"`
	Antigens []string `xml:"antigen"`
}

type xmlCVX struct {
	CVX          string           `xml:"cvx"`
	Short        string           `xml:"shortDescription"`
	Associations []xmlAssociation `xml:"association"`
}

type xmlAssociation struct {
	Antigen string `xml:"antigen"`
	Begin   string `xml:"associationBeginAge"`
	End     string `xml:"associationEndAge"`
}
