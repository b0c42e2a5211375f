import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import themes.models.base
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='GM met vier cijfers, bijvoorbeeld GM0777.', max_length=6, unique=True, validators=[django.core.validators.RegexValidator('^GM\\d{4}\\Z', 'Een CBS-code is GM met vier cijfers, zoals GM0777.')], verbose_name='CBS-code')),
                ('name', models.CharField(max_length=100, verbose_name='naam')),
                ('other_names', models.CharField(blank=True, help_text="Namen die mensen ook intypen, met komma's ertussen, zoals Den Haag voor 's-Gravenhage.", max_length=200, verbose_name='andere namen')),
                ('province', models.CharField(max_length=40, verbose_name='provincie')),
                ('population', models.PositiveIntegerField(verbose_name='inwoners')),
                ('population_year', models.PositiveSmallIntegerField(help_text='Het aantal inwoners is dat op 1 januari van dit jaar.', verbose_name='peiljaar')),
                ('current', models.BooleanField(default=True, help_text='Uit voor een gemeente die is opgegaan in een andere gemeente.', verbose_name='bestaat nu')),
                ('search_key', models.CharField(editable=False, max_length=400)),
            ],
            options={
                'verbose_name': 'gemeente',
                'verbose_name_plural': 'gemeenten',
                'ordering': ['search_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('code', ''), _negated=True), models.Q(('province', ''), _negated=True), models.Q(('search_key', ''), _negated=True)), name='themes_municipality_texts_filled'), models.CheckConstraint(condition=models.Q(('population__gt', 0)), name='themes_municipality_inhabited')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='Vaste naam van dit programma, bijvoorbeeld meetup-2017.', max_length=60, unique=True, verbose_name='sleutel')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('subtitle', models.CharField(blank=True, max_length=200, verbose_name='ondertitel')),
                ('date_line', models.CharField(blank=True, help_text='Zoals het op de eerste dia staat.', max_length=200, verbose_name='datum en plaats')),
                ('date', models.DateField(blank=True, help_text='Voorstel voor de datum als u met dit programma een meet-up maakt.', null=True, verbose_name='datum')),
                ('organiser', models.CharField(blank=True, max_length=200, verbose_name='organisator')),
                ('presenters', models.CharField(blank=True, max_length=200, verbose_name='inleiders')),
                ('about', models.TextField(blank=True, verbose_name='over de organisator')),
                ('goal', models.CharField(max_length=300, verbose_name='doel')),
                ('output', models.CharField(help_text='Waar de antwoorden van de deelnemers voor gebruikt worden.', max_length=300, verbose_name='opbrengst')),
                ('positions_title', models.CharField(max_length=200, verbose_name='titel van de posities in de regio')),
                ('statements_title', models.CharField(max_length=200, verbose_name='titel van kracht en zwakte')),
                ('bridge_question', models.CharField(help_text="De vraag tussen de introductie en de thema's.", max_length=300, verbose_name='vraag na de introductie')),
                ('wrap_up_title', models.CharField(max_length=200, verbose_name='titel van de afronding')),
                ('themes_question', models.CharField(max_length=300, verbose_name="vraag naar de thema's")),
                ('forms_question', models.CharField(max_length=300, verbose_name='vraag naar de vorm')),
                ('closing_name', models.CharField(blank=True, max_length=200, verbose_name='naam op de laatste dia')),
                ('closing_payoff', models.CharField(blank=True, max_length=200, verbose_name='motto op de laatste dia')),
            ],
            options={
                'verbose_name': 'programma',
                'verbose_name_plural': "programma's",
                'ordering': ['-date', 'title'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('title', ''), _negated=True), models.Q(('goal', ''), _negated=True), models.Q(('output', ''), _negated=True), models.Q(('positions_title', ''), _negated=True), models.Q(('statements_title', ''), _negated=True), models.Q(('bridge_question', ''), _negated=True), models.Q(('wrap_up_title', ''), _negated=True), models.Q(('themes_question', ''), _negated=True), models.Q(('forms_question', ''), _negated=True)), name='themes_programme_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='DiscussionQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.TextField(verbose_name='vraag')),
                ('kind', models.CharField(choices=[('categorised', 'met soorten antwoord'), ('open', 'open'), ('sub_questions', 'met deelvragen')], default='open', help_text='Met soorten antwoord: de deelnemer kiest een soort, zoals kans of bedreiging. Met deelvragen: de deelnemer antwoordt op een van de deelvragen.', max_length=20, verbose_name='soort vraag')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'discussievraag',
                'verbose_name_plural': 'discussievragen',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_discussionquestion_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_discussionquestion_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_discussionquestion_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_discussionquestion_texts_filled'), models.CheckConstraint(condition=models.Q(('kind__in', ['categorised', 'open', 'sub_questions'])), name='themes_discussionquestion_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(max_length=200, verbose_name='tekst')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'programmaonderdeel',
                'verbose_name_plural': 'programmaonderdelen',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_programmeitem_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_programmeitem_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_programmeitem_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_programmeitem_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('name', models.CharField(max_length=100, verbose_name='locatie')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'locatie',
                'verbose_name_plural': 'locaties',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_programmeplace_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_programmeplace_unique_key'), models.UniqueConstraint(fields=('programme', 'name'), name='themes_programmeplace_unique_name'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_programmeplace_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_programmeplace_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='QuestionLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(help_text='De soort antwoord in het meervoud, of de deelvraag.', max_length=200, verbose_name='tekst')),
                ('singular', models.CharField(blank=True, help_text='Voor één antwoord, bijvoorbeeld kans. Leeg bij een deelvraag.', max_length=60, verbose_name='enkelvoud')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='themes.discussionquestion', verbose_name='discussievraag')),
            ],
            options={
                'verbose_name': 'label bij een vraag',
                'verbose_name_plural': 'labels bij een vraag',
                'ordering': ['question', 'number'],
                'constraints': [models.UniqueConstraint(fields=('question', 'number'), name='themes_questionlabel_unique_number'), models.UniqueConstraint(fields=('question', 'key'), name='themes_questionlabel_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_questionlabel_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_questionlabel_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='RegionPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(help_text='Zoals op de dia, met het voorbeeld.', max_length=300, verbose_name='tekst')),
                ('statement', models.CharField(help_text='Zonder het voorbeeld: hieruit kiezen de deelnemers.', max_length=300, verbose_name='omschrijving')),
                ('example_municipality', models.CharField(blank=True, max_length=100, verbose_name='voorbeeldgemeente')),
                ('example_region', models.CharField(blank=True, max_length=100, verbose_name='stad of regio van het voorbeeld')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'positie in de regio',
                'verbose_name_plural': 'posities in de regio',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_regionposition_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_regionposition_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_regionposition_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('statement', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_regionposition_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('kind', models.CharField(choices=[('strength', 'kracht'), ('weakness', 'zwakte')], max_length=10, verbose_name='kracht of zwakte')),
                ('text', models.CharField(max_length=300, verbose_name='stelling')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'stelling',
                'verbose_name_plural': 'stellingen',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_statement_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_statement_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_statement_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_statement_texts_filled'), models.CheckConstraint(condition=models.Q(('kind__in', ['strength', 'weakness'])), name='themes_statement_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('block_label', models.CharField(help_text='Boven de titel, bijvoorbeeld Discussieblok 1.', max_length=60, verbose_name='naam van het blok')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('short_title', models.CharField(help_text='Voor smalle plekken, zoals onder aan het grote scherm.', max_length=40, verbose_name='korte titel')),
                ('title_variants', models.JSONField(blank=True, default=list, editable=False, help_text="Hoe de titel verder in de dia's staat: per regel de plek, de dia en de tekst.", verbose_name='andere schrijfwijzen')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'thema',
                'verbose_name_plural': "thema's",
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_theme_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_theme_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_theme_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('block_label', ''), _negated=True), models.Q(('title', ''), _negated=True), models.Q(('short_title', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_theme_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(max_length=300, verbose_name='tekst')),
                ('slide', models.PositiveSmallIntegerField(blank=True, help_text='Nummer van de dia in de oorspronkelijke presentatie.', null=True, verbose_name='dia')),
                ('parent', models.ForeignKey(blank=True, help_text='Leeg voor een gewone regel.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='themes.task', verbose_name='hoort onder')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='themes.theme', verbose_name='thema')),
            ],
            options={
                'verbose_name': 'opgave',
                'verbose_name_plural': 'opgaven',
                'ordering': ['theme__programme_id', 'theme__number', django.db.models.functions.comparison.Coalesce('parent__number', 'number'), models.OrderBy(models.F('parent__number'), nulls_first=True), 'number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('theme', 'number'), name='themes_task_unique_number_in_theme'), models.UniqueConstraint(condition=models.Q(('parent__isnull', False)), fields=('parent', 'number'), name='themes_task_unique_number_in_parent'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='themes_task_not_own_parent'), models.UniqueConstraint(fields=('theme', 'key'), name='themes_task_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_task_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_task_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='Trend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(max_length=300, verbose_name='tekst')),
                ('slide', models.PositiveSmallIntegerField(blank=True, help_text='Nummer van de dia in de oorspronkelijke presentatie.', null=True, verbose_name='dia')),
                ('parent', models.ForeignKey(blank=True, help_text='Leeg voor een gewone regel.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='themes.trend', verbose_name='hoort onder')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='themes.theme', verbose_name='thema')),
            ],
            options={
                'verbose_name': 'trend',
                'verbose_name_plural': 'trends',
                'ordering': ['theme__programme_id', 'theme__number', django.db.models.functions.comparison.Coalesce('parent__number', 'number'), models.OrderBy(models.F('parent__number'), nulls_first=True), 'number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('theme', 'number'), name='themes_trend_unique_number_in_theme'), models.UniqueConstraint(condition=models.Q(('parent__isnull', False)), fields=('parent', 'number'), name='themes_trend_unique_number_in_parent'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='themes_trend_not_own_parent'), models.UniqueConstraint(fields=('theme', 'key'), name='themes_trend_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_trend_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_trend_texts_filled')],
            },
        ),
        migrations.CreateModel(
            name='FormOfWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='nummer')),
                ('key', models.SlugField(db_index=False, default=themes.models.base.own_key, help_text='Vaste naam waaraan het programma deze regel herkent, ook als de tekst verandert.', max_length=60, verbose_name='sleutel')),
                ('text', models.CharField(help_text='Zoals het op de dia staat.', max_length=100, verbose_name='vorm')),
                ('singular', models.CharField(help_text='Voor één activiteit, bijvoorbeeld leerkring.', max_length=100, verbose_name='enkelvoud')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='themes.programme', verbose_name='programma')),
            ],
            options={
                'verbose_name': 'vorm',
                'verbose_name_plural': 'vormen',
                'ordering': ['programme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='themes_formofwork_unique_number'), models.UniqueConstraint(fields=('programme', 'key'), name='themes_formofwork_unique_key'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='themes_formofwork_number_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('singular', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='themes_formofwork_texts_filled')],
            },
        ),
    ]
