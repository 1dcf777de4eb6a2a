/* Reads calendars named on standard input, a path a line, with libical; prints fields behind unit separators:
   a calendar ends in a file separator, an event in a group separator. A faulty calendar ends the program. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *next_line(char *into, size_t size, void *file) { return fgets(into, (int)size, file); }

static void print_value(icalcomponent *component, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(component, kind);
    icalvalue *value = property ? icalproperty_get_value(property) : NULL;
    icalvalue_kind is = value ? icalvalue_isa(value) : ICAL_NO_VALUE;
    const char *text = !value ? "" : is == ICAL_TEXT_VALUE ? icalvalue_get_text(value) : icalvalue_as_ical_string(value);
    printf("%s\x1f", text);
}

int main(void) {
    static const icalproperty_kind kinds[] = {
        ICAL_UID_PROPERTY, ICAL_SEQUENCE_PROPERTY, ICAL_DTSTAMP_PROPERTY, ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY,
        ICAL_SUMMARY_PROPERTY, ICAL_DESCRIPTION_PROPERTY, ICAL_LOCATION_PROPERTY, ICAL_URL_PROPERTY, ICAL_STATUS_PROPERTY};
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = 0;
        FILE *file = fopen(path, "r");
        if (!file) return 2;
        icalparser *parser = icalparser_new();
        icalparser_set_gen_data(parser, file);
        icalcomponent *calendar = icalparser_parse(parser, next_line);
        fclose(file);
        if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) return 3;
        if (icalcomponent_count_errors(calendar)) { fprintf(stderr, "%s\n%s", path, icalcomponent_as_ical_string(calendar)); return 4; }
        print_value(calendar, ICAL_NAME_PROPERTY);
        printf("\x1d");
        for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
             event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) print_value(event, kinds[i]);
            printf("\x1d");
        }
        printf("\x1c");
        icalcomponent_free(calendar);
        icalparser_free(parser);
    }
    return 0;
}
